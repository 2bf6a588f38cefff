import type { PrefixLists } from '../exposure/group.ts';
import { type Boxes, boxesOf } from '../exposure/plain-cover.ts';
import type { IngressRule, Traffic } from '../exposure/rule.ts';
import { type ParsedRule, parseRule } from '../exposure/rule-grammar.ts';
import { exposureKey, type RuleSet, ruleSet } from '../exposure/rule-set.ts';
import type { CompiledBaseline, CompiledGroup, CompiledNever } from './baseline.ts';
import { exceptionEndMs, type PreparedException } from './exceptions.ts';
import { entryFinder, type Matchable } from './match-group.ts';

/** A compiled baseline with parsed rules, for judging many groups. */
export interface PreparedBaseline {
  compiled: CompiledBaseline;
  /** Returns the first entry that matches a group. */
  entryOf(group: Matchable): CompiledGroup | undefined;
  /** Returns what an entry allows for a group of this account. */
  exposureOf(entry: CompiledGroup, account: string, lists: PrefixLists): EntryExposure;
  never: readonly PreparedNever[];
  exceptions: readonly PreparedException[];
}

export interface EntryExposure {
  set: RuleSet;
  /** The exposureKey of the set. */
  key: string;
  /** The rules of the entry, for a fast comparison. */
  boxes: Boxes;
}

export interface PreparedNever extends ParsedRule {
  line: CompiledNever;
  /** The protocols and ports of the line, regardless of the source. */
  traffic: Traffic[];
}

/** The most entries with a cached set. An entry with an id is used for one group only, so caching all would waste memory. */
const KEPT_ENTRIES = 512;

/** Parses a baseline. Call it once per baseline and process. @throws RuleSyntaxError if a rule line is invalid. */
export function prepareBaseline(compiled: CompiledBaseline): PreparedBaseline {
  const find = entryFinder(compiled.groups);
  return {
    compiled,
    entryOf: (group) => compiled.groups[find(group)],
    exposureOf: rememberExposures(),
    never: compiled.never.map((line) => {
      const parsed = parseRule(line.rule, { allowPublic: true });
      return { ...parsed, line, traffic: distinctTraffic(parsed.rules) };
    }),
    exceptions: compiled.exceptions.map((exception) => ({
      exception,
      rules: parseRule(exception.rule).rules,
      endMs: exceptionEndMs(exception),
    })),
  };
}

/** Returns rules from the view of `account`: references to its own groups have no owner. */
export function seenFrom(account: string, rules: readonly IngressRule[]): readonly IngressRule[] {
  if (!rules.some((rule) => rule.source.kind === 'group' && rule.source.owner === account)) return rules;
  return rules.map((rule) =>
    rule.source.kind === 'group' && rule.source.owner === account
      ? { ...rule, source: { kind: 'group', groupId: rule.source.groupId } }
      : rule,
  );
}

function rememberExposures(): PreparedBaseline['exposureOf'] {
  const kept = new Map<CompiledGroup, { account: string; lists: PrefixLists; exposure: EntryExposure }>();
  return (entry, account, lists) => {
    const known = kept.get(entry);
    if (known !== undefined && known.account === account && known.lists === lists) return known.exposure;
    const rules = entry.rules.flatMap((line) => parseRule(line, { account }).rules);
    const set = ruleSet(rules, lists);
    const exposure = { set, key: exposureKey(set), boxes: boxesOf(rules) };
    if (kept.size >= KEPT_ENTRIES) kept.delete(kept.keys().next().value!);
    kept.set(entry, { account, lists, exposure });
    return exposure;
  };
}

function distinctTraffic(rules: readonly IngressRule[]): Traffic[] {
  const boxes = new Map<string, Traffic>();
  for (const { protocols, ports } of rules) {
    boxes.set(`${protocols.first}-${protocols.last} ${ports.first}-${ports.last}`, { protocols, ports });
  }
  return [...boxes.values()];
}

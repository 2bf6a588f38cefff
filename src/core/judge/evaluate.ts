import type { CompiledGroup } from '../baseline/baseline.ts';
import type { EntryExposure, PreparedBaseline } from '../baseline/prepared-baseline.ts';
import { compareText } from '../compare-text.ts';
import type { PrefixLists, SecurityGroup, UnreadableRule } from '../exposure/group.ts';
import { boxesOf, plainlyCovers } from '../exposure/plain-cover.ts';
import {
  EMPTY,
  exposureKey,
  intersect,
  isEmpty,
  opaqueLists,
  type RuleSet,
  ruleSet,
  subtract,
  union,
} from '../exposure/rule-set.ts';
import type { Verdict } from '../finding/finding.ts';
import { items } from '../finding/items.ts';
import type { Change } from '../record/change.ts';
import { type Case, expiredArgs, findingGroup, openCase } from './case.ts';
import { netNew } from './net-new.ts';
import { judgeNever, touch } from './never.ts';
import {
  linesSeverity,
  MISSING_SEVERITY,
  UNLISTED_EMPTY_SEVERITY,
  UNREADABLE_SEVERITY,
  worse,
} from './severity.ts';

export { type PreparedBaseline, prepareBaseline } from '../baseline/prepared-baseline.ts';
export { trustedSettleMs } from '../baseline/trusted.ts';
export { entryOf } from './allowed.ts';
export { netNew } from './net-new.ts';

export interface EvaluateOptions {
  /** Epoch milliseconds: decides which exceptions have expired. */
  now: number;
  /** Entries of the prefix lists that could be read. Other lists are opaque and are reported. */
  lists: PrefixLists;
  /** The change that led to this judgement. The `netNew` argument of a drift shows whether it admits anything new. */
  change?: Change | undefined;
}

/**
 * Judges what one group admits. The verdicts, in this order:
 * - `unexpected-ingress` or (if nothing is unexpected) `missing-ingress`: the group differs from its entry;
 * - `unlisted-group`: no entry matches and the baseline says `unlisted: alert`;
 * - one `forbidden-ingress` for each `never` line that the group violates;
 * - `unreadable-rule` if a rule can't be read: the other rules are judged anyway;
 * - `in-line` if there is none of these;
 * - `opaque-prefix-list` in addition to any of them, if lists of unknown content affect the judgement.
 */
export function evaluateGroup(
  group: SecurityGroup,
  baseline: PreparedBaseline,
  options: EvaluateOptions,
): Verdict[] {
  const subject = openCase(group, baseline, options);
  const entry = baseline.entryOf(group);
  const own =
    entry !== undefined
      ? judgeEntry(subject, entry, baseline)
      : baseline.compiled.unlisted === 'alert'
        ? judgeUnlisted(subject)
        : NOTHING;
  const forbidden = judgeNever(subject, baseline.never);
  const verdicts = [...own.verdicts, ...forbidden.verdicts];
  for (const verdict of own.verdicts) {
    for (const [index, part] of forbidden.parts.entries()) {
      if (isEmpty(intersect(part, own.unexpected))) continue;
      verdict.severity = worse(verdict.severity, forbidden.verdicts[index]!.severity);
    }
  }
  const { unreadable = [] } = group;
  if (unreadable.length > 0) verdicts.push(unreadableVerdict(group, unreadable, entry));
  if (verdicts.length === 0) verdicts.push(inLine(group, entry));
  else if (options.change !== undefined) {
    const isNew = netNew(options.change, group, options.lists);
    if (isNew !== undefined) for (const verdict of verdicts) verdict.args.netNew = isNew;
  }
  const opaque = new Set([...opaqueLists(own.unexpected), ...opaqueLists(own.missing), ...forbidden.opaque]);
  if (opaque.size > 0) verdicts.push(opaqueNote(subject, opaque));
  return verdicts;
}

/**
 * True if evaluateGroup() would return anything except `in-line`. It is faster, because it creates no verdicts: for
 * callers that read many groups and need the details of only a few.
 */
export function hasFinding(
  group: SecurityGroup,
  baseline: PreparedBaseline,
  options: EvaluateOptions,
): boolean {
  if (group.unreadable !== undefined) return true;
  const subject = openCase(group, baseline, options);
  const entry = baseline.entryOf(group);
  if (entry === undefined && baseline.compiled.unlisted === 'alert') return true;
  if (entry !== undefined && differenceOf(subject, entry, baseline) !== undefined) return true;
  return baseline.never.some((line) => {
    const touched = touch(subject, line);
    return touched !== undefined && (touched.opaque.length > 0 || !isEmpty(touched.part));
  });
}

interface Judgement {
  verdicts: Verdict[];
  unexpected: RuleSet;
  missing: RuleSet;
}

const NOTHING: Judgement = { verdicts: [], unexpected: EMPTY, missing: EMPTY };

interface Difference {
  meant: EntryExposure;
  unexpected: RuleSet;
  missing: RuleSet;
}

/** Returns the difference between a group and its entry; undefined if the group matches the baseline. */
function differenceOf(
  subject: Case,
  entry: CompiledGroup,
  baseline: PreparedBaseline,
): Difference | undefined {
  const { group, lists, tolerated } = subject;
  const meant = baseline.exposureOf(entry, group.account, lists);
  if (isPlainlyInLine(group, entry, meant)) return undefined;
  const live = ruleSet(group.rules, lists);
  if (exposureKey(live) === meant.key) return undefined;
  const unexpected = entry.ingress === 'at-least' ? EMPTY : without(subtract(live, meant.set), tolerated);
  const missing = requiresNothing(group, entry) ? EMPTY : subtract(meant.set, live);
  return isEmpty(unexpected) && isEmpty(missing) ? undefined : { meant, unexpected, missing };
}

function judgeEntry(subject: Case, entry: CompiledGroup, baseline: PreparedBaseline): Judgement {
  const difference = differenceOf(subject, entry, baseline);
  if (difference === undefined) return NOTHING;
  const { group, lists, tolerated } = subject;
  const { meant, unexpected, missing } = difference;
  const found = items(unexpected, group.rules, lists, union(meant.set, tolerated));
  const severity = linesSeverity(found.map(({ rule }) => rule));
  const verdict: Verdict = {
    kind: 'drift',
    code: isEmpty(unexpected) ? 'missing-ingress' : 'unexpected-ingress',
    severity: isEmpty(missing) ? severity : worse(severity, MISSING_SEVERITY),
    group: findingGroup(group),
    unexpected: found,
    missing: items(missing, [], lists, EMPTY),
    baseline: entry.name,
    args: { relation: entry.ingress, ...expiredArgs(subject, unexpected) },
  };
  return { verdicts: [verdict], unexpected, missing };
}

/** Most groups match the baseline, and for most of these the exact set is not needed to see it. */
function isPlainlyInLine(group: SecurityGroup, entry: CompiledGroup, { boxes }: EntryExposure): boolean {
  return (
    (entry.ingress === 'at-least' || plainlyCovers(boxes, group.rules)) &&
    (requiresNothing(group, entry) ||
      plainlyCovers(
        boxesOf(group.rules),
        boxes.map(({ rule }) => rule),
      ))
  );
}

/** Reports no missing rules if only some rules of the group are known. */
function requiresNothing({ isPartial }: SecurityGroup, { ingress }: CompiledGroup): boolean {
  return ingress === 'at-most' || isPartial === true;
}

function judgeUnlisted(subject: Case): Judgement {
  const { group, lists, tolerated } = subject;
  const unexpected = without(ruleSet(group.rules, lists), tolerated);
  const found = items(unexpected, group.rules, lists, tolerated);
  const verdict: Verdict = {
    kind: 'drift',
    code: 'unlisted-group',
    severity: worse(linesSeverity(found.map(({ rule }) => rule)), UNLISTED_EMPTY_SEVERITY),
    group: findingGroup(group),
    unexpected: found,
    missing: [],
    args: expiredArgs(subject, unexpected),
  };
  return { verdicts: [verdict], unexpected, missing: EMPTY };
}

/** Skips the subtraction for groups without an exception, which most groups are. */
function without(set: RuleSet, tolerated: RuleSet): RuleSet {
  return tolerated === EMPTY ? set : subtract(set, tolerated);
}

function inLine(group: SecurityGroup, entry: CompiledGroup | undefined): Verdict {
  return {
    kind: 'compliant',
    code: 'in-line',
    severity: 'info',
    group: findingGroup(group),
    unexpected: [],
    missing: [],
    baseline: entry?.name,
    args: {},
  };
}

/** The most texts in one finding. */
const MOST_TEXTS = 20;

/** Drift, because nobody can say that the group matches: what the rule admits is not known. */
function unreadableVerdict(
  group: SecurityGroup,
  unreadable: readonly UnreadableRule[],
  entry: CompiledGroup | undefined,
): Verdict {
  const sorted = [...unreadable].sort((a, b) => compareText(a.id ?? a.text, b.id ?? b.text));
  const named = sorted.slice(0, MOST_TEXTS);
  return {
    kind: 'drift',
    code: 'unreadable-rule',
    severity: UNREADABLE_SEVERITY,
    group: findingGroup(group),
    unexpected: [],
    missing: [],
    baseline: entry?.name,
    args: {
      count: unreadable.length,
      rules: named.map(({ text }) => text),
      reasons: named.map(({ reason }) => reason),
      ids: sorted.flatMap(({ id }) => id ?? []),
    },
  };
}

function opaqueNote({ group, lists }: Case, ids: ReadonlySet<string>): Verdict {
  const rules = group.rules.filter(
    ({ source }) => source.kind === 'prefix-list' && ids.has(source.prefixListId),
  );
  return {
    kind: 'error',
    code: 'opaque-prefix-list',
    severity: 'info',
    group: findingGroup(group),
    unexpected: items(ruleSet(rules, lists), rules, lists, EMPTY),
    missing: [],
    args: { prefixListIds: [...ids].sort() },
  };
}

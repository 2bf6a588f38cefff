import { type PreparedNever, seenFrom } from '../baseline/prepared-baseline.ts';
import { clipRules } from '../exposure/clip-rule.ts';
import type { PrefixLists } from '../exposure/group.ts';
import { openToInternet, publicPart } from '../exposure/internet.ts';
import type { IngressRule } from '../exposure/rule.ts';
import {
  EMPTY,
  intersect,
  isEmpty,
  opaqueLists,
  type RuleSet,
  ruleSet,
  share,
  subtract,
  union,
} from '../exposure/rule-set.ts';
import type { Verdict } from '../finding/finding.ts';
import { items } from '../finding/items.ts';
import { type Case, expiredArgs, findingGroup } from './case.ts';
import { linesSeverity, mayBeOpen } from './severity.ts';

export interface Forbidden {
  verdicts: Verdict[];
  /** The forbidden part that each verdict is about, in the same order. */
  parts: RuleSet[];
  /** Ids of the lists of unknown content that admit the protocols and ports of a line. */
  opaque: string[];
}

/** Checks a group against every `never` line. Traffic that a current exception allows does not count. */
export function judgeNever(subject: Case, lines: readonly PreparedNever[]): Forbidden {
  const forbidden: Forbidden = { verdicts: [], parts: [], opaque: [] };
  for (const line of lines) {
    const touched = touch(subject, line);
    if (touched === undefined) continue;
    forbidden.opaque.push(...touched.opaque);
    if (isEmpty(touched.part)) continue;
    forbidden.parts.push(touched.part);
    forbidden.verdicts.push(verdictOf(touched.part, line, subject));
  }
  return forbidden;
}

/** Returns the part of a group that one line forbids, and the lists of unknown content; undefined for neither. */
export function touch(subject: Case, line: PreparedNever): { part: RuleSet; opaque: string[] } | undefined {
  const { rules } = subject.group;
  if (!mayViolate(rules, line, subject)) return undefined;
  const touching = clipRules(rules, line.traffic);
  if (touching.length === 0 || !mayViolate(touching, line, subject)) return undefined;
  const admitted = subtract(ruleSet(touching, subject.lists), subject.tolerated);
  return { part: violation(admitted, touching, line, subject), opaque: opaqueLists(admitted) };
}

function violation(
  admitted: RuleSet,
  touching: readonly IngressRule[],
  line: PreparedNever,
  { group, lists }: Case,
): RuleSet {
  let part = EMPTY;
  if (line.listed.length > 0) {
    part = intersect(admitted, ruleSet(seenFrom(group.account, line.listed), lists));
  }
  if (line.public) part = union(part, publicBlocks(admitted, touching, lists));
  if (line.anywhere) part = union(part, openToInternet(admitted, line.line.widerThan));
  return part;
}

/**
 * Returns the complete blocks that contain a public address. The registries have so many special ranges that the
 * internet without them is unreadable, and nobody who writes 0.0.0.0/0 has these ranges in mind.
 */
function publicBlocks(admitted: RuleSet, touching: readonly IngressRule[], lists: PrefixLists): RuleSet {
  const reachable = publicPart(admitted);
  if (isEmpty(reachable)) return EMPTY;
  const blocks = touching.flatMap((rule) =>
    rule.source.kind === 'prefix-list'
      ? (lists.get(rule.source.prefixListId) ?? []).map((source) => ({ ...rule, source }))
      : [rule],
  );
  return intersect(admitted, ruleSet(blocks.filter((rule) => share(reachable, rule) !== 'none')));
}

function verdictOf(part: RuleSet, line: PreparedNever, subject: Case): Verdict {
  const { group, lists } = subject;
  const unexpected = items(part, group.rules, lists, EMPTY);
  return {
    kind: 'drift',
    code: 'forbidden-ingress',
    severity: line.line.severity ?? linesSeverity(unexpected.map(({ rule }) => rule)),
    group: findingGroup(group),
    unexpected,
    missing: [],
    baseline: `never ${line.line.rule}`,
    args: {
      rule: line.line.rule,
      measure: line.anywhere ? 'anywhere' : line.public ? 'public' : 'listed',
      ...expiredArgs(subject, part),
    },
  };
}

/**
 * A quick check, after which most groups need no exact one. Possible only for lines with `anywhere` as the only
 * source.
 */
function mayViolate(rules: readonly IngressRule[], line: PreparedNever, { lists }: Case): boolean {
  if (!line.anywhere || line.public || line.listed.length > 0) return true;
  const isOpaque = rules.some(
    ({ source }) => source.kind === 'prefix-list' && !lists.has(source.prefixListId),
  );
  return isOpaque || mayBeOpen(rules, line.line.widerThan, lists);
}

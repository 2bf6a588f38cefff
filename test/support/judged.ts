import type { CompiledBaseline } from '../../src/core/baseline/baseline.ts';
import type { PrefixLists, SecurityGroup } from '../../src/core/exposure/group.ts';
import { evaluateGroup, prepareBaseline } from '../../src/core/judge/evaluate.ts';
import { NO_LISTS, NOW, rulesOf } from './groups.ts';

export const judge = (
  group: SecurityGroup,
  baseline: CompiledBaseline,
  { now = NOW, lists = NO_LISTS }: { now?: number; lists?: PrefixLists } = {},
) => evaluateGroup(group, prepareBaseline(baseline), { now, lists });

/** Returns the parts of verdicts that tests compare: code, severity and rules. */
export const brief = (verdicts: ReturnType<typeof judge>) =>
  verdicts.map(({ code, severity, unexpected, missing }) => ({
    code,
    severity,
    unexpected: unexpected.map(({ rule }) => rule),
    missing: missing.map(({ rule }) => rule),
  }));

export const lists = (entries: Record<string, string[]>): PrefixLists =>
  new Map(
    Object.entries(entries).map(([id, cidrs]) => [
      id,
      rulesOf([`tcp 1 from ${cidrs.join(', ')}`]).map(({ source }) => source as never),
    ]),
  );

import { SEVERITIES } from '../baseline/baseline.ts';
import { trustedSettleMs } from '../baseline/trusted.ts';
import type { GroupState, SecurityGroup } from '../exposure/group.ts';
import { renderRule } from '../exposure/render-rules.ts';
import type { IngressRule } from '../exposure/rule.ts';
import { parseRule } from '../exposure/rule-grammar.ts';
import { covers, ruleSet } from '../exposure/rule-set.ts';
import type { FindingItem, Verdict } from '../finding/finding.ts';
import type { Change } from '../record/change.ts';
import { listsAfter } from '../record/list-edit.ts';
import { CANARY_RULE } from './canary.ts';
import { type JudgeOptions, judgeState } from './judge-change.ts';
import { worse } from './severity.ts';

/**
 * Judges what a change admitted and the group no longer admits: rules that were authorized and revoked, or a group that
 * was deleted, before anybody read it. Returns undefined if the change admitted nothing of that kind, or nothing that
 * the baseline does not allow. Of a trusted principal's change, only ingress that a `never` line forbids is reported.
 *
 * The verdict has the kind `resolved`, because the group does not drift, but the severity of the drift that it had.
 * `options.now` is the time of the reading: the exposure ended before it.
 */
export function transientExposure(
  change: Change,
  groupId: string,
  after: GroupState | undefined,
  options: JudgeOptions,
): Verdict | undefined {
  if (change.errorCode !== undefined) return undefined;
  const madeAt = Date.parse(change.time);
  const live = after ?? { group: deleted(groupId, change), lists: new Map() };
  const then = stateThen(live, change);
  if (then === undefined || (after === undefined && isCanaryOnly(then.group.rules))) return undefined;
  const now = unexpectedIn(judgeState(live, options));
  const trusted = trustedSettleMs(change.actor, options.baseline) !== undefined;
  const items = new Map<string, FindingItem>();
  let worst: Verdict | undefined;
  for (const verdict of judgeState(then, { ...options, now: madeAt })) {
    if (trusted && verdict.code !== 'forbidden-ingress') continue;
    const past = verdict.unexpected.filter(({ rule }) => !now.has(rule));
    for (const item of past) items.set(item.rule, item);
    if (past.length === 0) continue;
    if (worst === undefined || worse(worst.severity, verdict.severity) !== worst.severity) worst = verdict;
  }
  if (worst === undefined || worst.severity === SEVERITIES[0]) return undefined;
  return {
    ...worst,
    kind: 'resolved',
    code: 'transient-exposure',
    group: after === undefined ? { id: groupId } : worst.group,
    unexpected: [...items.values()],
    missing: [],
    args: {
      seconds: Math.max(1, Math.ceil((options.now - madeAt) / 1000)),
      ...(after === undefined && { deleted: true }),
      ...(trusted && { trusted }),
    },
  };
}

/** True if a finding about the group already reported all that this verdict reports. */
export function alreadyReports(
  finding: Pick<Verdict, 'kind' | 'code' | 'unexpected'>,
  { unexpected }: Pick<Verdict, 'unexpected'>,
): boolean {
  if (!finding.kind.startsWith('drift') && finding.code !== 'transient-exposure') return false;
  const reported = new Set(finding.unexpected.map(({ rule }) => rule));
  return unexpected.every(({ rule }) => reported.has(rule));
}

/** The state with what the change added; undefined if the group still admits it. */
function stateThen({ group, lists }: GroupState, change: Change): GroupState | undefined {
  const present = new Set(group.rules.map(renderRule));
  const gone = change.added.filter((rule) => !present.has(renderRule(rule)));
  const listsThen = listsAfter(lists, change);
  if (gone.length === 0 && listsThen === lists) return undefined;
  // A rule that was rewritten since then has the same id.
  const ids = new Set(gone.map(({ id }) => id));
  const kept = group.rules.filter(({ id }) => id === undefined || !ids.has(id));
  return { group: { ...group, rules: [...kept, ...gone] }, lists: listsThen };
}

/** A group of which only the id is known: no entry of a baseline matches it by name or tag. */
function deleted(id: string, { account, region, vpcId }: Change): SecurityGroup {
  return { id, name: '', vpcId, account, region, tags: {}, rules: [] };
}

/** test-trigger deletes its group, and the function may read it after that. */
function isCanaryOnly(rules: readonly IngressRule[]): boolean {
  return covers(ruleSet(parseRule(CANARY_RULE).rules), ruleSet(rules));
}

function unexpectedIn(verdicts: readonly Verdict[]): Set<string> {
  return new Set(verdicts.flatMap(({ unexpected }) => unexpected.map(({ rule }) => rule)));
}

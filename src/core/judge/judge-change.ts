import type { PreparedBaseline } from '../baseline/prepared-baseline.ts';
import { trustedSettleMs } from '../baseline/trusted.ts';
import type { GroupState } from '../exposure/group.ts';
import { isDrift, type Verdict } from '../finding/finding.ts';
import type { CallCategory } from '../record/calls.ts';
import type { Change } from '../record/change.ts';
import type { Before } from '../record/state-before.ts';
import { isCanary, judgeCanary } from './canary.ts';
import { deniedVerdict } from './denied.ts';
import { evaluateGroup } from './evaluate.ts';
import { netNew } from './net-new.ts';

/** By what both the Lambda function and a rehearsal judge. */
export interface JudgeOptions {
  baseline: PreparedBaseline;
  /** Whose canaries are known as such: the stack that judges. */
  stack: string;
  /** Epoch milliseconds: decides which exceptions hold. */
  now: number;
}

/** A change and one group that it is about. */
export interface ChangeOfGroup {
  /** Undefined where no call is known: somebody asked for a check. */
  change?: Change | undefined;
  category?: CallCategory | undefined;
  /** Not needed for a call that failed. */
  groupId?: string | undefined;
  /** Undefined where nothing is known of it. */
  before?: Before | undefined;
  /** Undefined where there is no such group (any more). */
  after?: GroupState | undefined;
}

export interface Judgement {
  verdicts: Verdict[];
  /** Whether the change admits something new; undefined when the record does not tell. */
  netNew?: boolean | undefined;
}

/**
 * Judges what a change did to one group. The verdicts are
 * - `denied-attempt` for a call that failed, and nothing of the group;
 * - `group-deleted` when the group is gone;
 * - the drift that the group now has (see evaluateGroup());
 * - else that it is in line: `back-in-line` when it was drifting before, `description-changed` or
 *   `attachment-changed` when the call can do no more than that, or `in-line`.
 * What a trusted principal did bears `trusted` among its arguments.
 */
export function judgeChange(what: ChangeOfGroup, options: JudgeOptions): Judgement {
  const { change, after } = what;
  if (change?.errorCode !== undefined) return { verdicts: [deniedVerdict(change)] };
  if (after === undefined) return { verdicts: [deletedVerdict(what.groupId ?? '')] };
  const found = judgeState(after, options, change);
  const verdicts = found.some(isDrift) ? found : found.map((verdict) => inLine(verdict, what, options));
  if (change === undefined) return { verdicts };
  const trusted = trustedSettleMs(change.actor, options.baseline) !== undefined;
  return {
    verdicts: trusted
      ? verdicts.map((verdict) => ({ ...verdict, args: { ...verdict.args, trusted } }))
      : verdicts,
    netNew: netNew(change, after.group, after.lists),
  };
}

/** Judges what a group admits: against the baseline, or without alarm when it is a canary of this stack. */
export function judgeState({ group, lists }: GroupState, options: JudgeOptions, change?: Change): Verdict[] {
  const { baseline, stack, now } = options;
  return isCanary(group, stack) ? judgeCanary(group) : evaluateGroup(group, baseline, { now, lists, change });
}

export function isDrifting(state: GroupState, options: JudgeOptions): boolean {
  return judgeState(state, options).some(isDrift);
}

function inLine(verdict: Verdict, what: ChangeOfGroup, options: JudgeOptions): Verdict {
  const { category } = what;
  if (verdict.code !== 'in-line') return verdict;
  if (wasDrifting(what, options)) {
    return { ...verdict, kind: 'resolved', code: 'back-in-line' };
  }
  if (category === 'cosmetic') return { ...verdict, code: 'description-changed' };
  if (category === 'attachment') return { ...verdict, code: 'attachment-changed' };
  return verdict;
}

/** Judged at the time of the change: an exception that has ended since held before it. */
function wasDrifting({ change, before }: ChangeOfGroup, options: JudgeOptions): boolean {
  if (before === undefined) return false;
  if ('drifting' in before) return before.drifting;
  return isDrifting(before, change === undefined ? options : { ...options, now: Date.parse(change.time) });
}

/** A group that is gone admits nothing: whatever was wrong with it is over. */
function deletedVerdict(groupId: string): Verdict {
  return {
    kind: 'resolved',
    code: 'group-deleted',
    severity: 'info',
    group: { id: groupId },
    unexpected: [],
    missing: [],
    args: {},
  };
}

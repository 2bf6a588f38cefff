import type { Severity } from '../baseline/baseline.ts';
import { entriesBefore } from '../baseline/entries-before.ts';
import type { PreparedBaseline } from '../baseline/prepared-baseline.ts';
import { trustedSettleMs } from '../baseline/trusted.ts';
import type { GroupState } from '../exposure/group.ts';
import { isDrift, type Verdict } from '../finding/finding.ts';
import type { CallCategory } from '../record/calls.ts';
import type { Change } from '../record/change.ts';
import { type Before, hidesItsGroups } from '../record/state-before.ts';
import { toSay } from '../words/say.ts';
import { isCanary, judgeCanary } from './canary.ts';
import { deniedVerdict } from './denied.ts';
import { evaluateGroup } from './evaluate.ts';
import { netNew } from './net-new.ts';

/** The options with which both the function and a rehearsal judge. */
export interface JudgeOptions {
  baseline: PreparedBaseline;
  /** The stack that judges. Only its own canary groups are treated as such. */
  stack: string;
  /** Epoch milliseconds: decides which exceptions have expired. */
  now: number;
}

/** A change and one group that it is about. */
export interface ChangeOfGroup {
  /** Undefined if no call is known, for example for a requested check. */
  change?: Change | undefined;
  category?: CallCategory | undefined;
  /** Not needed for a call that failed. */
  groupId?: string | undefined;
  /** Undefined if it is not known. */
  before?: Before | undefined;
  /** Undefined if the group does not exist (any more). */
  after?: GroupState | undefined;
}

export interface Judgement {
  verdicts: Verdict[];
  /** Whether the change admits something new; undefined if the record does not show it. */
  netNew?: boolean | undefined;
}

/**
 * Judges what a change did to one group. The verdicts are
 * - `denied-attempt` for a call that failed, without a judgement of the group;
 * - `unreadable-event` for a call whose record lacks the request, so that it names no group;
 * - `group-deleted` if the group no longer exists;
 * - the drift that the group now has (see evaluateGroup());
 * - otherwise `back-in-line` if the group was drifting before, `description-changed` or `attachment-changed` if the
 *   call can change nothing else, or `in-line`.
 * - `entry-changed` instead of `in-line` if new tags may have moved the group to another entry or to none.
 * The verdicts about a change by a trusted principal have the argument `trusted`.
 */
export function judgeChange(what: ChangeOfGroup, options: JudgeOptions): Judgement {
  const { change, after } = what;
  if (change?.errorCode !== undefined) return { verdicts: [deniedVerdict(change)] };
  if (change !== undefined && hidesItsGroups(change)) return { verdicts: [omittedVerdict()] };
  if (after === undefined) return { verdicts: [deletedVerdict(what.groupId ?? '')] };
  const found = judgeState(after, options, change);
  const judged = found.some(isDrift) ? found : found.map((verdict) => inLine(verdict, what, options));
  const verdicts = change === undefined ? judged : withEntries(judged, after, change, options);
  if (change === undefined) return { verdicts };
  const trusted = trustedSettleMs(change.actor, options.baseline) !== undefined;
  return {
    verdicts: trusted
      ? verdicts.map((verdict) => ({ ...verdict, args: { ...verdict.args, trusted } }))
      : verdicts,
    netNew: netNew(change, after.group, after.lists),
  };
}

/** Judges what a group admits against the baseline. A canary group of this stack causes no alert. */
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

/** Severity low if another entry judges the group, medium if no entry does. */
const OTHER_ENTRY: Severity = 'low';
const NO_ENTRY: Severity = 'medium';

/** Adds to the verdicts about a retagged group which entries it may have left. A canary has no entry. */
function withEntries(
  verdicts: Verdict[],
  { group }: GroupState,
  change: Change,
  { baseline, stack }: JudgeOptions,
): Verdict[] {
  if (change.retag === undefined || isCanary(group, stack)) return verdicts;
  const leftEntries = entriesBefore(group, change.retag, baseline.compiled.groups);
  if (leftEntries.length === 0) return verdicts;
  const entry = baseline.entryOf(group);
  return verdicts.map((verdict) => {
    const args: Verdict['args'] = { ...verdict.args, leftEntries };
    if (entry !== undefined) args.enteredEntry = entry.name;
    if (isDrift(verdict) || verdict.kind === 'error') return { ...verdict, args };
    // Also if it was drifting: it matches because it is judged by something else.
    const severity = entry === undefined ? NO_ENTRY : OTHER_ENTRY;
    const code = verdict.code === 'in-line' ? 'entry-changed' : verdict.code;
    return { ...verdict, code, severity, args };
  });
}

/** Judges the earlier state at the time of the change, because an exception can have expired since then. */
function wasDrifting({ change, before }: ChangeOfGroup, options: JudgeOptions): boolean {
  if (before === undefined) return false;
  if ('drifting' in before) return before.drifting;
  return isDrifting(before, change === undefined ? options : { ...options, now: Date.parse(change.time) });
}

function omittedVerdict(): Verdict {
  return {
    kind: 'error',
    code: 'unreadable-event',
    severity: 'medium',
    unexpected: [],
    missing: [],
    args: {
      reason: toSay('CloudTrail left the request out of the record, because it is too large'),
      groupIds: [],
    },
  };
}

/** A deleted group admits nothing, so any drift that it had has ended. */
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

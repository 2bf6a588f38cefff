import { trustedSettleMs } from '../../core/baseline/trusted.ts';
import type { GroupState, PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import { findingChange } from '../../core/finding/finding-change.ts';
import { isDrifting, type Judgement, type JudgeOptions, judgeChange } from '../../core/judge/judge-change.ts';
import { type Reported, referring } from '../../core/judge/same-state.ts';
import { hidesItsGroups } from '../../core/record/state-before.ts';
import type { Gap, RehearsedFinding } from '../../reports/rehearsal.ts';
import type { FoundChange } from '../found-change.ts';

import { type StateTimeline, stateTimeline } from './state-timeline.ts';

export interface Replayed {
  findings: RehearsedFinding[];
  gaps: Gap[];
}

export interface ReplayInput extends Omit<JudgeOptions, 'now'> {
  /** All changes, oldest first. Without some of them, the states would be wrong. */
  changes: readonly FoundChange[];
  /** The groups as they are now. */
  groups: readonly SecurityGroup[];
  lists: PrefixLists;
}

/**
 * Judges every change as the installed monitor would have. The changes are undone from now backwards, to find the
 * states of the groups before the window. Then each change is applied again and its groups are judged.
 */
export function replay(input: ReplayInput): Replayed {
  const states = stateTimeline(input.changes, input.groups, input.lists);
  const judged = input.changes.flatMap((found, index) => judgements(found, index, states, input));
  referToEarlier(judged);
  return { findings: judged.flatMap(findingsOf), gaps: states.gaps };
}

interface Judged {
  found: FoundChange;
  groupId?: string | undefined;
  judgement: Judgement;
  /** When the function would have read the group, in epoch milliseconds. */
  atMs: number;
}

/** As the function does: a finding of the same state within a minute refers to the first. */
function referToEarlier(judged: readonly Judged[]): void {
  const last = new Map<string, Reported | undefined>();
  for (const one of [...judged].sort((a, b) => a.atMs - b.atMs)) {
    const { groupId, found, judgement, atMs } = one;
    if (groupId === undefined) continue;
    const { verdicts, reported } = referring(judgement.verdicts, found.change, atMs, last.get(groupId));
    one.judgement = { ...judgement, verdicts };
    last.set(groupId, reported);
  }
}

/** Returns the judgements of one change, one for each group that it is about. */
function judgements(
  found: FoundChange,
  index: number,
  states: StateTimeline,
  { changes, baseline, stack }: ReplayInput,
): Judged[] {
  const { change, category } = found;
  const madeAt = Date.parse(change.time);
  const options = { baseline, stack, now: madeAt };
  if (change.errorCode !== undefined || hidesItsGroups(change)) {
    return [{ found, judgement: judgeChange({ change }, options), atMs: madeAt }];
  }
  const ids = states.affected(index);
  const drifts = (id: string) => {
    const state = stateAt(states, id, index + 1);
    return state !== undefined && isDrifting(state, options);
  };
  let n = index + 1;
  const settleMs = trustedSettleMs(change.actor, baseline);
  if (settleMs !== undefined && ids.some(drifts)) {
    options.now = madeAt + settleMs;
    while (n < changes.length && Date.parse(changes[n]!.change.time) <= options.now) n++;
  }
  return ids.map((groupId) => {
    const [before, after] = [stateAt(states, groupId, index), stateAt(states, groupId, n)];
    const judgement = judgeChange({ change, category, groupId, before, after }, options);
    return { found, groupId, judgement, atMs: options.now };
  });
}

/** Returns the state with this number; undefined if the group did not exist. */
function stateAt(states: StateTimeline, id: string, n: number): GroupState | undefined {
  const group = states.groupAt(id, n);
  return group && { group, lists: states.listsAt(n) };
}

function findingsOf({ judgement: { verdicts, netNew }, found: { change } }: Judged): RehearsedFinding[] {
  const { time, account, region } = change;
  return verdicts.map((verdict) => ({
    ...{ ...verdict, time, account, region },
    change: findingChange(change, netNew),
  }));
}

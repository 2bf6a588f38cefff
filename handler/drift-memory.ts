import type { Reported } from '../src/core/judge/same-state.ts';

/** The last judgement of a group. */
export interface Remembered {
  drifting: boolean;
  /** ISO 8601: the time at which reading of the group began. */
  observedAt: string;
  /** Set if a finding of this environment reported the drift. */
  reported?: Reported | undefined;
}

/**
 * The last judgements of this execution environment, for as long as the environment exists. Other environments judge
 * groups too. The log shows the judgements of all of them, but with a delay.
 */
export interface DriftMemory {
  recall(groupId: string): Remembered | undefined;
  /** `observedAt` in epoch milliseconds. */
  remember(groupId: string, drifting: boolean, observedAt: number, reported?: Reported): void;
}

/** The maximum number of remembered groups. The group with the oldest judgement is forgotten first. */
const MOST = 10_000;

export function driftMemory(): DriftMemory {
  const judged = new Map<string, Remembered>();
  return {
    recall: (groupId) => judged.get(groupId),
    remember(groupId, drifting, observedAt, reported) {
      judged.delete(groupId);
      judged.set(groupId, { drifting, observedAt: new Date(observedAt).toISOString(), reported });
      if (judged.size > MOST) judged.delete(judged.keys().next().value!);
    },
  };
}

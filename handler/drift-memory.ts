/** What was last judged of a group. */
export interface Remembered {
  drifting: boolean;
  /** ISO 8601: when reading the group began. */
  observedAt: string;
}

/**
 * What this execution environment last judged of groups. It lives as long as the environment, others judge as
 * well, and the log has the judgements of all: but only after a while.
 */
export interface DriftMemory {
  recall(groupId: string): Remembered | undefined;
  /** `observedAt` in epoch milliseconds. */
  remember(groupId: string, drifting: boolean, observedAt: number): void;
}

/** Groups that are remembered; the one that was judged first is forgotten first. */
const MOST = 10_000;

export function driftMemory(): DriftMemory {
  const judged = new Map<string, Remembered>();
  return {
    recall: (groupId) => judged.get(groupId),
    remember(groupId, drifting, observedAt) {
      judged.delete(groupId);
      judged.set(groupId, { drifting, observedAt: new Date(observedAt).toISOString() });
      if (judged.size > MOST) judged.delete(judged.keys().next().value!);
    },
  };
}

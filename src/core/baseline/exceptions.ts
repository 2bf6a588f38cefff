import type { IngressRule } from '../exposure/rule.ts';
import type { CompiledException } from './baseline.ts';

const DAY_MS = 86_400_000;

/** Returns when an exception expires: the end of its last day, UTC, in epoch milliseconds. Infinity if it never does. */
export function exceptionEndMs(exception: CompiledException): number {
  if (exception.until === undefined) return Number.POSITIVE_INFINITY;
  return Date.parse(`${exception.until}T00:00:00Z`) + DAY_MS;
}

/** Returns the exceptions for a group, separated into those that apply at `now` (epoch milliseconds) and expired ones. */
export function exceptionsFor<E extends { exception: CompiledException; endMs: number }>(
  groupId: string,
  exceptions: readonly E[],
  now: number,
): { holding: E[]; lapsed: E[] } {
  const holding: E[] = [];
  const lapsed: E[] = [];
  for (const entry of exceptions) {
    if (entry.exception.group !== undefined && entry.exception.group !== groupId) continue;
    (now < entry.endMs ? holding : lapsed).push(entry);
  }
  return { holding, lapsed };
}

/** An exception with its parsed rules. */
export interface PreparedException {
  exception: CompiledException;
  rules: IngressRule[];
  endMs: number;
}

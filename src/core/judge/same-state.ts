import { type FindingItem, isAlert, isDrift, type Verdict } from '../finding/finding.ts';
import type { Change } from '../record/change.ts';

/**
 * How long after its report a drift is not alarmed again, in milliseconds. A group that is created and filled with
 * several calls is read in its final state after each of them.
 */
const SAME_STATE_MS = 60_000;

/** The last report of a group's drift. */
export interface Reported {
  /** The keys of its verdicts: see stateKey(). */
  states: string[];
  /** The event of the finding that first reported this state; without a call, the time of that finding. */
  event: string;
  /** When the group was read for that finding, in epoch milliseconds. */
  atMs: number;
}

/** Returns a text that is equal for verdicts that report the same drift, whoever caused it. */
export function driftKey({ code, severity, baseline, unexpected, missing, args }: Verdict): string {
  const rules = (items: readonly FindingItem[]) => items.map(({ rule }) => rule).sort();
  const parts: unknown[] = [args.severity ?? severity, baseline, rules(unexpected), rules(missing)];
  return JSON.stringify([code, ...parts, ...(code === 'unreadable-rule' ? [args.rules] : [])]);
}

/** Like driftKey(), with the ids of the rules: a rule that was revoked and authorized again has a new id. */
export function stateKey(verdict: Verdict): string {
  return `${driftKey(verdict)} ${causesOf([verdict]).sort().join(' ')}`;
}

/** Returns the ids of the rules that cause this drift. */
export function causesOf(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ unexpected, args }) => [
    ...unexpected.flatMap(({ ids }) => ids),
    ...(Array.isArray(args.ids) ? args.ids : []),
  ]);
}

/**
 * Refers verdicts after a change to an earlier finding, if the group's last finding reported the same state within a
 * minute: severity info, with the event of that finding in `sameAs`. The rest of the verdict stays, and the finding
 * names its own change. Verdicts that raise no alarm get no reference. A call that rewrote a rule of the drift caused
 * it again, so its finding is never only a reference.
 */
export function referring(
  verdicts: Verdict[],
  change: Change,
  atMs: number,
  last: Reported | undefined,
): { verdicts: Verdict[]; reported: Reported | undefined } {
  const drift = verdicts.filter(isDrift);
  if (drift.length === 0) return { verdicts, reported: undefined };
  const states = drift.map(stateKey).sort();
  const isSame =
    last !== undefined &&
    drift.some(isAlert) &&
    Math.abs(atMs - last.atMs) <= SAME_STATE_MS &&
    JSON.stringify(states) === JSON.stringify(last.states) &&
    // Old records have no ids of rules: then nobody knows whether a rule is the same.
    drift.every(({ unexpected }) => unexpected.every(({ ids }) => ids.length > 0)) &&
    !causesOf(drift).some((id) => change.modifiedRuleIds.includes(id));
  if (!isSame) return { verdicts, reported: { states, event: change.eventId, atMs } };
  const reference = { sameAs: last.event, sameAt: new Date(last.atMs).toISOString() };
  return {
    verdicts: verdicts.map((verdict) =>
      isAlert(verdict)
        ? {
            ...verdict,
            severity: 'info',
            args: { ...verdict.args, ...reference, severity: verdict.severity },
          }
        : verdict,
    ),
    reported: last,
  };
}

/** Returns what a written finding reports of a group's state; undefined if it is not drift. */
export function reportOf(
  finding: Verdict & { change?: { eventId: string } | undefined },
  observedAt: string,
): Reported | undefined {
  if (!finding.kind.startsWith('drift')) return undefined;
  const { sameAs, sameAt } = finding.args;
  const at = typeof sameAt === 'string' ? sameAt : observedAt;
  const event = typeof sameAs === 'string' ? sameAs : (finding.change?.eventId ?? observedAt);
  return { states: [stateKey(finding)], event, atMs: Date.parse(at) };
}

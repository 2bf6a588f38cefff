const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** A cron schedule can skip weekends, but a week without a heartbeat is too long for any schedule. */
const CRON_INTERVAL_MS = 7 * 86_400_000;

/** Returns the time between two sweeps in milliseconds; undefined if sweeps are off. */
export function sweepIntervalMs(sweep: string): number | undefined {
  if (sweep === 'off') return undefined;
  const rate = sweep.match(/^rate\((\d+) (minute|hour|day)s?\)$/);
  return rate === null ? CRON_INTERVAL_MS : Number(rate[1]) * UNIT_MS[rate[2]!]!;
}

/** How late a heartbeat can be, in milliseconds: the time for the sweep, its retries, and the log delivery. */
export const HEARTBEAT_GRACE_MS = 15 * 60_000;

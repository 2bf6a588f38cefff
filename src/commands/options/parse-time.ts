import { usageError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';

const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** `90s`, `15m`, `2h`, `1h30m`, `3d`, `1w` -> milliseconds; undefined for anything else. */
export function durationOf(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d|w))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, , unit] of text.matchAll(/(\d+(\.\d+)?)(ms|s|m|h|d|w)/g)) {
    total += Number(amount) * UNIT_MS[unit!]!;
  }
  return total;
}

/** About 24 days. A longer timer ends at once (Node documentation, setTimeout). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Parses a duration into milliseconds, at most that of the longest timer. @throws AppError kind usage. */
export function parseDuration(text: string, flag: string): number {
  const ms = durationOf(text.trim());
  if (ms !== undefined && ms > 0) return Math.min(ms, LONGEST_TIMER_MS);
  throw usageError(
    'bad-duration',
    say`${flag} "${text}" is not a duration.`,
    say`Write it as 30s, 15m, 2h, 3d or 1w.`,
  );
}

/** Parses a whole number of at least 1. @throws AppError kind usage. */
export function parseCount(text: string, flag: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text.trim()) && count >= 1 && count <= Number.MAX_SAFE_INTEGER) return count;
  throw usageError(
    'bad-number',
    say`${flag} "${text}" is not a whole number of at least 1.`,
    say`Write it as ${flag} 10.`,
  );
}

/** Date, or date and time; a time without a zone is local, or UTC with --utc. */
const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:\.\d+)?))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Parses a time into epoch milliseconds: an age (`15m`: that long ago), `now`, an ISO 8601 time, or
 * `2026-11-01 10:00`. @throws AppError kind usage.
 */
export function parseMoment(text: string, flag: string, now: number, utc = false): number {
  const trimmed = text.trim();
  if (trimmed === 'now') return now;
  const age = durationOf(trimmed);
  if (age !== undefined) return now - age;
  const [, date, time = '00:00', seconds = '00', zone = utc ? 'Z' : ''] = MOMENT.exec(trimmed) ?? [];
  const moment =
    date !== undefined && isDay(date)
      ? Date.parse(`${date}T${time}:${seconds}${zone.toUpperCase()}`)
      : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw usageError(
    'bad-time',
    say`${flag} "${text}" is not a time.`,
    say`Write an age (15m, 2h, 3d), an ISO time (2026-11-01T10:00:00Z) or "2026-11-01 10:00".`,
  );
}

/** Date.parse reads 30 February as 2 March. */
function isDay(date: string): boolean {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
}

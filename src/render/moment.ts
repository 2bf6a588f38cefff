import { say } from '../core/words/say.ts';

export interface MomentStyle {
  utc: boolean;
  relative: boolean;
  /** Leave out the date and the time zone, for narrow screens. */
  short: boolean;
  now(): number;
}

/** Formats a time: `2026-11-01 10:00:00`, with `Z` in UTC; `10:00:00`; or `3m ago`. */
export function momentText(epochMs: number, style: MomentStyle): string {
  if (Number.isNaN(epochMs)) return '-';
  if (style.relative) return age(style.now() - epochMs);
  const date = new Date(epochMs);
  const shown = style.utc ? date : new Date(epochMs - date.getTimezoneOffset() * 60_000);
  const iso = shown.toISOString();
  if (style.short) return iso.slice(11, 19);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${style.utc ? 'Z' : ''}`;
}

/** `now`, `12s ago`, `3m ago`, `5h ago`, `2d ago`. */
export function age(ms: number): string {
  if (ms < 1_000) return say`now`;
  const whole = (unit: number) => Math.floor(ms / unit);
  if (ms < 60_000) return say`${whole(1_000)}s ago`;
  if (ms < 3_600_000) return say`${whole(60_000)}m ago`;
  if (ms < 86_400_000) return say`${whole(3_600_000)}h ago`;
  return say`${whole(86_400_000)}d ago`;
}

/** `340 ms`, `1.24 s`, `12.4 s`, `2 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return say`${(ms / 1_000).toFixed(2)} s`;
  if (ms < 60_000) return say`${(ms / 1_000).toFixed(1)} s`;
  return say`${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** Converts `90s`, `5m` or `1h` to milliseconds. The schema has already checked the format. */
export function durationMs(text: string): number {
  const unit = text.at(-1) as keyof typeof UNIT_MS;
  return Number(text.slice(0, -1)) * UNIT_MS[unit];
}

/** Formats milliseconds in the largest unit that gives a whole number, rounded up to seconds: `90s`, `5m`, `1h`. */
export function formatDuration(ms: number): string {
  for (const unit of ['h', 'm'] as const) {
    if (ms > 0 && ms % UNIT_MS[unit] === 0) return `${ms / UNIT_MS[unit]}${unit}`;
  }
  return `${Math.ceil(ms / UNIT_MS.s)}s`;
}

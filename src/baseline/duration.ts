const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `90s`, `5m`, `1h` to milliseconds. The shape has been checked by the schema. */
export function durationMs(text: string): number {
  const unit = text.at(-1) as keyof typeof UNIT_MS;
  return Number(text.slice(0, -1)) * UNIT_MS[unit];
}

/** Milliseconds in the largest unit that holds them whole. */
export function formatDuration(ms: number): string {
  for (const unit of ['h', 'm'] as const) {
    if (ms > 0 && ms % UNIT_MS[unit] === 0) return `${ms / UNIT_MS[unit]}${unit}`;
  }
  return `${Math.ceil(ms / UNIT_MS.s)}s`;
}

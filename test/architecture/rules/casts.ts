import type { Source } from '../syntax/source.ts';
import type { Violation } from './violations.ts';

/** Number of `as` (except `as const`) and `!`. */
export interface CastCount {
  as: number;
  '!': number;
}

/** Returns assertions that discard what the compiler knows: `as never`, `as any`, `as unknown as`. */
export function blindCasts(sources: Source[]): Violation[] {
  return sources.flatMap(({ path, casts }) =>
    casts.flatMap(({ blind, line, within }) =>
      blind ? { key: `${path}#${within}`, text: `${path}:${line} ${blind}, in ${within}` } : [],
    ),
  );
}

/** Counts by top-level part: `src/core`, `handler`. */
export function countCasts(sources: Source[]): Record<string, CastCount> {
  const counts: Record<string, CastCount> = {};
  for (const { path, casts } of sources) {
    const part = /^src\/[^/]+|^[^/]+/.exec(path)?.[0] ?? path;
    const count = counts[part] ?? { as: 0, '!': 0 };
    for (const { kind } of casts) count[kind] += 1;
    counts[part] = count;
  }
  return counts;
}

/**
 * Returns counts above their ceiling, and ceilings far above their count, because each ceiling only
 * decreases.
 */
export function brokenCeilings(
  counts: Record<string, CastCount>,
  ceilings: Record<string, CastCount>,
): Violation[] {
  const parts = [...new Set([...Object.keys(counts), ...Object.keys(ceilings)])];
  return parts.flatMap((part) =>
    (['as', '!'] as const).flatMap((kind) => {
      const count = counts[part]?.[kind] ?? 0;
      const ceiling = ceilings[part]?.[kind] ?? 0;
      const key = `${part} ${kind}`;
      if (count > ceiling) return { key, text: `${part} has ${count} "${kind}", at most ${ceiling}` };
      if (count >= ceiling * 0.95) return [];
      const text = `${part} has only ${count} "${kind}": lower its ceiling from ${ceiling}`;
      return { key, text };
    }),
  );
}

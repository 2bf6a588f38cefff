import type { Range } from './rule.ts';

/** Returns the fewest ranges with the same numbers, in ascending order. Sorts the given array. */
export function merged(ranges: Range[]): Range[] {
  if (ranges.length < 2) return ranges;
  ranges.sort((a, b) => a.first - b.first);
  const result: Range[] = [];
  for (const { first, last } of ranges) {
    const previous = result.at(-1);
    if (previous === undefined || previous.last + 1 < first) result.push({ first, last });
    else if (last > previous.last) previous.last = last;
  }
  return result;
}

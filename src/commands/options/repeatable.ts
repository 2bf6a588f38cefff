/** Collects the values of a repeatable option, in order. Commander calls it for each value. */
export function repeatable(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

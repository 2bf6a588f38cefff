/** For an option that may be typed several times: its values, in their order. Commander calls it for each. */
export function repeatable(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

/** Compares a number with a bound. Operators: `=`, `<`, `<=`, `>`, `>=`. */
export function compareNumbers(value: number, operator: string, bound: number): boolean {
  if (operator === '=') return value === bound;
  if (operator === '<') return value < bound;
  if (operator === '<=') return value <= bound;
  return operator === '>' ? value > bound : value >= bound;
}

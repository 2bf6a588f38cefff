/** Casts the values of shapes. The schema defines their types, which the compiler can't see. */

/** A structure's or map's value, by member or key. */
export function structOf(value: unknown): Record<string, unknown> {
  if (isStruct(value)) return value;
  throw new TypeError(`a structure was expected, found ${typeof value}`);
}

export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`a list was expected, found ${typeof value}`);
}

function isStruct(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A time as events and records have it: ISO 8601 in whole seconds. */
export function isoSeconds(at: number | Date): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The same without the signs between the digits, as keys and signatures have it: `20260131T120000Z`. */
export function compactSeconds(at: number | Date): string {
  return isoSeconds(at).replace(/[-:]/g, '');
}

/** The day as keys and streams have it: `2026/01/31`. */
export function dayPath(at: number): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
}

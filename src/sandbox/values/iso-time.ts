/** Formats a time as in events and records: ISO 8601 in whole seconds. */
export function isoSeconds(at: number | Date): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Formats a time as in keys and signatures, without separators: `20260131T120000Z`. */
export function compactSeconds(at: number | Date): string {
  return isoSeconds(at).replace(/[-:]/g, '');
}

/** Formats a day as in keys and streams: `2026/01/31`. */
export function dayPath(at: number): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
}

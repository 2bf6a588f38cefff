import { parseJson } from './values/json.ts';

/** One page of a list, and the token of the next one. */
export interface Page<T> {
  items: T[];
  next: string | undefined;
}

/**
 * Returns one page of a list. The token is the offset in base64, so that callers don't calculate with it. For
 * a token that was never issued, throws the error from `bad`.
 */
export function page<T>(items: T[], token: string | undefined, limit: number, bad: () => Error): Page<T> {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(start) || start < 0) throw bad();
  const end = start + limit;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64') : undefined;
  return { items: items.slice(start, end), next };
}

/** Returns a token with these parts, in base64 so that callers don't construct one. */
export function writeToken(parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64');
}

/** Returns the parts of a token, none if it was never issued. */
export function readToken(token: string): unknown[] {
  const parts = parseJson(Buffer.from(token, 'base64').toString());
  return Array.isArray(parts) ? parts : [];
}

import { parseJson } from './values/json.ts';

/** One page of a list, and the token of the next one. */
export interface Page<T> {
  items: T[];
  next: string | undefined;
}

/**
 * Cuts a page out of a list. The token is the offset, in base64 so that nobody computes with it.
 * A token that was never given out throws what `bad` returns.
 */
export function page<T>(items: T[], token: string | undefined, limit: number, bad: () => Error): Page<T> {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(start) || start < 0) throw bad();
  const end = start + limit;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64') : undefined;
  return { items: items.slice(start, end), next };
}

/** A token that carries what its reader must find again, in base64 so that nobody makes one up. */
export function writeToken(parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64');
}

/** The parts of a token; none when it was never given out. */
export function readToken(token: string): unknown[] {
  const parts = parseJson(Buffer.from(token, 'base64').toString());
  return Array.isArray(parts) ? parts : [];
}

import type { Context } from '../host/context.ts';

/** Used if neither the terminal nor COLUMNS has a width. */
const USUAL = 80;

/** Below this, a spinner's text doesn't fit on one line, so progress is printed as plain lines. */
export const NARROWEST_SPINNER = 20;

/**
 * Returns the columns of a stream, at least 1. Some pseudo-terminals report 0 (script(1), `docker run -t`, expect),
 * which means "unknown".
 */
export function widthOf(stream: { columns?: number | undefined }, env: Context['env']): number {
  const known = [stream.columns, Number(env.COLUMNS)].find(isWidth);
  return known ?? USUAL;
}

function isWidth(columns: number | undefined): columns is number {
  return columns !== undefined && Number.isInteger(columns) && columns > 0;
}

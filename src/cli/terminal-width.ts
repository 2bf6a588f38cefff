import type { Context } from '../host/context.ts';

/** What is assumed where neither the terminal nor the environment knows a width. */
const USUAL = 80;

/** Below this a spinner's text can't be kept on one line: progress is plain lines then. */
export const NARROWEST_SPINNER = 20;

/**
 * Columns of a stream: always at least 1. Some pseudo-terminals report 0 (script(1), `docker run -t`, expect),
 * which means "unknown", not "none".
 */
export function widthOf(stream: { columns?: number | undefined }, env: Context['env']): number {
  const known = [stream.columns, Number(env.COLUMNS)].find(isWidth);
  return known ?? USUAL;
}

function isWidth(columns: number | undefined): columns is number {
  return columns !== undefined && Number.isInteger(columns) && columns > 0;
}

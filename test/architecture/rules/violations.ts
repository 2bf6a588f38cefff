import { globPattern } from './glob.ts';

/** One breach of a rule. */
export interface Violation {
  /** Its key in the table of exceptions: a name, a path, or `path#name`. */
  key: string;
  /** Place and extent: `src/core/cidr.ts:12 parseCidr has 84 lines`. */
  text: string;
}

/** Reasons by key. A key can omit the first folders, and `*` and `**` work as in a path: `cidr.ts#parse*`. */
export type Exceptions = Record<string, string>;

const IDLE = 'matches nothing any more; remove it from test/architecture/exceptions.ts';

/** Returns the violations without an exception, and the exceptions that match nothing. */
export function unexcused(violations: Violation[], exceptions: Exceptions): string[] {
  const open = violations.filter(({ key }) => !Object.keys(exceptions).some((each) => matches(key, each)));
  const excuses = (each: string) => violations.some(({ key }) => matches(key, each));
  return [...open.map(({ text }) => text), ...idleExceptions(exceptions, excuses)];
}

export function idleExceptions(exceptions: Exceptions, excuses: (key: string) => boolean): string[] {
  return Object.keys(exceptions)
    .filter((key) => !excuses(key))
    .map((key) => `the exception "${key}" ${IDLE}`);
}

const patterns = new Map<string, RegExp>();

export function matches(key: string, exception: string): boolean {
  const pattern = patterns.get(exception) ?? globPattern(`**/${exception}`);
  patterns.set(exception, pattern);
  return pattern.test(key);
}

import type { Import } from '../syntax/imports.ts';
import type { Violation } from './violations.ts';

/** What a folder may import, apart from itself. */
export interface Permissions {
  /** Other parts, at run time. */
  parts: string[];
  /** Other parts, only types. */
  types?: string[];
  /** npm packages and node: modules, as prefixes. */
  packages: string[];
}

/**
 * Returns permissions that no import uses. The key of a part is its folder. A file belongs to the innermost
 * part.
 */
export function unusedPermissions(parts: Record<string, Permissions>, imports: Import[]): Violation[] {
  const partOf = partFinder(Object.keys(parts));
  return Object.entries(parts).flatMap(([name, { parts: run, types = [], packages }]) => {
    const own = imports.filter(({ file }) => partOf(file) === name);
    const goes = (part: string, typeOnly: boolean) =>
      own.some((each) => each.typeOnly === typeOnly && partOf(each.target) === part);
    const outside = own.filter(({ target }) => partOf(target) === undefined);
    const unused = [
      ...run
        .filter((part) => !goes(part, false))
        .map((part) => `${part}${goes(part, true) ? ' at run time: its types are enough' : ''}`),
      ...types.filter((part) => run.includes(part) || !goes(part, true)).map((part) => `types of ${part}`),
      ...packages.filter((prefix) => !outside.some(({ target }) => target.startsWith(prefix))),
    ];
    return unused.map((what) => ({
      key: `${name} > ${what}`,
      text: `${name} may import ${what}, but does not`,
    }));
  });
}

/** Returns the innermost of these folders that contains the path. */
export function partFinder(parts: string[]): (path: string) => string | undefined {
  const innermost = parts.toSorted((one, other) => other.length - one.length);
  return (path) => innermost.find((part) => path.startsWith(`${part}/`));
}

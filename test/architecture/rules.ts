import {
  BLIND_CASTS,
  CEILINGS,
  CYCLES,
  LARGE_FOLDERS,
  LARGE_FUNCTIONS,
  TYPE_NAMES,
  UNCLAIMED,
  UNUSED,
} from './exceptions.ts';
import { PARTS } from './parts.ts';
import { blindCasts, brokenCeilings, countCasts } from './rules/casts.ts';
import { cycles, unexcusedCycles } from './rules/cycles.ts';
import { largeFolders } from './rules/folder-size.ts';
import { largeFunctions } from './rules/function-size.ts';
import { unclaimedFiles } from './rules/mirrored-tests.ts';
import { ambiguousTypes } from './rules/type-names.ts';
import { unusedPermissions } from './rules/unused-permissions.ts';
import { type Exceptions, unexcused, type Violation } from './rules/violations.ts';
import type { Tree } from './sources.ts';

interface Rule {
  name: string;
  /** How to fix a violation. */
  remedy: string;
  /** Returns all violations, excused or not. */
  find: (tree: Tree) => Violation[];
  /** Returns violations without an exception, and exceptions that match nothing. */
  check: (tree: Tree) => string[];
}

function rule(name: string, remedy: string, find: Rule['find'], exceptions: Exceptions = {}): Rule {
  return { name, remedy, find, check: (tree) => unexcused(find(tree), exceptions) };
}

const importsOf = ({ sources }: Tree) => sources.flatMap(({ imports }) => imports);

export const RULES: Rule[] = [
  {
    name: 'no import cycles',
    remedy:
      'Move the code that both sides need to a file that imports neither, or pass it as a parameter. ⇢ imports only types: ' +
      'a type belongs next to what it describes, not next to its first user. An exception in CYCLES is one import: `from.ts > to.ts`',
    find: (tree) => cycles(importsOf(tree)),
    check: (tree) => unexcusedCycles(importsOf(tree), CYCLES),
  },
  rule(
    'a function has at most 70 lines and 5 parameters',
    'Extract its steps into functions of the file, and pass parameters that belong together as one object. ' +
      'LARGE_FUNCTIONS is for tables: `file.ts#name`',
    ({ sources }) => largeFunctions(sources),
    LARGE_FUNCTIONS,
  ),
  rule(
    'an exported type has a unique name',
    'If both mean the same, import one from the other. Otherwise rename one, with AWS’s word if there is one',
    ({ sources }) => ambiguousTypes(sources),
    TYPE_NAMES,
  ),
  rule(
    'every file has its test',
    'Write the test at the mirrored path, or list the file at the top of the test that covers it: ' +
      '`// Covers src/a/b.ts, src/c/*.ts.` (`*` within a folder, `src/c/` for everything below)',
    unclaimedFiles,
    UNCLAIMED,
  ),
  rule(
    'a folder has at most 25 files of its own',
    'Move the files of one subject to a separate folder',
    ({ files }) => largeFolders(files),
    LARGE_FOLDERS,
  ),
  rule(
    'no permission is unused',
    'Remove it from PARTS in test/architecture/parts.ts, so that the next import of it needs a reason',
    (tree) => unusedPermissions(PARTS, importsOf(tree)),
    UNUSED,
  ),
  rule(
    'no assertion discards what the compiler knows',
    'Narrow with a check, parse unknown data into its type, or type the table by its keys. ' +
      'If the compiler cannot follow the types, add the reason to BLIND_CASTS: `file.ts#function`',
    ({ sources }) => blindCasts(sources),
    BLIND_CASTS,
  ),
  rule(
    'the number of assertions only decreases',
    'Above the ceiling: narrow with a check instead. Below: set CEILINGS in test/architecture/exceptions.ts to the new count',
    ({ sources }) => brokenCeilings(countCasts(sources), CEILINGS),
  ),
];

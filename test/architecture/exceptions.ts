import type { CastCount } from './rules/casts.ts';
import type { Exceptions } from './rules/violations.ts';

/**
 * The exceptions of each rule, with reasons. Paths can omit their first folders; `*` and `**` work, and
 * `folder/` means everything below it. An exception that matches nothing fails its rule.
 */

/** Imports that may close a cycle, `from.ts > to.ts`. */
export const CYCLES: Exceptions = {};

/** Functions that are tables, `file.ts#name`. Each row is read separately. */
export const LARGE_FUNCTIONS: Exceptions = {};

/** Names that two areas use for different things, and that never occur in one file. */
export const TYPE_NAMES: Exceptions = {};

/** Files without their own test. */
export const UNCLAIMED: Exceptions = {};

/** Folders in which all files are of one kind. */
export const LARGE_FOLDERS: Exceptions = {};

/** Permissions kept for a reason, `part > what it may import`. */
export const UNUSED: Exceptions = {};

/** Functions in which the compiler cannot follow the types, `file.ts#function`. */
export const BLIND_CASTS: Exceptions = {
  'terminal-stream.ts#terminalStream':
    'ora takes a whole WriteStream, and uses the few members that this one has',
};

/**
 * Maximum number of assertions in each part. A ceiling decreases with its count, and increases only with a
 * reason here.
 */
export const CEILINGS: Record<string, CastCount> = {
  'src/audit': { as: 7, '!': 6 },
  'src/aws': { as: 8, '!': 2 },
  'src/baseline': { as: 11, '!': 0 },
  'src/cli': { as: 6, '!': 6 },
  'src/commands': { as: 5, '!': 13 },
  'src/core': { as: 3, '!': 74 },
  'src/deploy': { as: 41, '!': 38 },
  'src/follow': { as: 4, '!': 16 },
  'src/history': { as: 11, '!': 37 },
  'src/render': { as: 1, '!': 38 },
  'src/sandbox': { as: 8, '!': 30 },
  'src/scopes': { as: 0, '!': 1 },
  'src/trigger': { as: 0, '!': 16 },
  handler: { as: 2, '!': 3 },
};

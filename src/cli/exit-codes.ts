import type { ErrorKind } from '../core/errors.ts';

/** Maps outcomes to exit codes (documented in README.md). */
export const EXIT = {
  done: 0,
  /** The user answered a question with no, so nothing went wrong. */
  declined: 0,
  verdict: 1,
  usage: 2,
  aws: 3,
  access: 4,
  deploy: 5,
  internal: 70,
  interrupted: 130,
} as const satisfies Record<ErrorKind | 'done' | 'verdict', number>;

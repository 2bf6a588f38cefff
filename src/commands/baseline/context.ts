import type { Context } from '../../host/context.ts';

/** What the subcommands that read groups need. */
export type BaselineContext = Pick<
  Context,
  'aws' | 'files' | 'readStdin' | 'now' | 'sleep' | 'progress' | 'signal'
>;

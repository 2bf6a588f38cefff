import type { Context } from '../../host/context.ts';

/** The context of the subcommands that read groups. */
export type BaselineContext = Pick<
  Context,
  'aws' | 'files' | 'readStdin' | 'now' | 'sleep' | 'progress' | 'signal'
>;

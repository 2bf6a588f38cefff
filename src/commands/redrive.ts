import type { Command } from 'commander';
import { say } from '../core/words/say.ts';
import { redriveQueue } from '../deploy/redrive.ts';
import type { CommandResult, CommonOptions } from '../host/context.ts';
import type { RedriveReport } from '../reports/redrive.ts';
import type { RegionsContext } from '../scopes/run-in-regions.ts';
import type { Shell } from './shell.ts';

export interface RedriveOptions extends CommonOptions {
  dryRun: boolean;
}

/** Sends the events of the dead-letter queue to the function again. */
export function register(program: Command, shell: Shell, run = redrive): void {
  shell
    .command(program, 'redrive')
    .option('--dry-run', say`say how many there are and change nothing`)
    .action(
      shell.action<{ dryRun?: boolean }>((flags, common) =>
        run({ ...common, dryRun: flags.dryRun === true }, shell.ctx),
      ),
    );
}

/** `failed` when something was left in the queue that holds no event. */
export async function redrive(
  options: RedriveOptions,
  ctx: RegionsContext,
): Promise<CommandResult<RedriveReport>> {
  const aws = await ctx.aws(options);
  const report = await redriveQueue({ stack: options.stack, dryRun: options.dryRun }, { ...ctx, aws });
  return { report, failed: report.skipped.length > 0 };
}

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

export function register(program: Command, shell: Shell, run = redrive): void {
  shell
    .command(program, 'redrive')
    .option('--dry-run', say`count the events and change nothing`)
    .action(
      shell.action<{ dryRun?: boolean }>((flags, common) =>
        run({ ...common, dryRun: flags.dryRun === true }, shell.ctx),
      ),
    );
}

/** Redrives the queue. `failed` if messages that are not events stay in it. */
export async function redrive(
  options: RedriveOptions,
  ctx: RegionsContext,
): Promise<CommandResult<RedriveReport>> {
  const aws = await ctx.aws(options);
  const report = await redriveQueue({ stack: options.stack, dryRun: options.dryRun }, { ...ctx, aws });
  return { report, failed: report.skipped.length > 0 };
}

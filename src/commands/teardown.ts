import type { Command } from 'commander';
import { AppError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { DeployContext } from '../deploy/install/prepare-install.ts';
import { teardownStack } from '../deploy/teardown-stack.ts';
import type { CommandResult, CommonOptions, Context } from '../host/context.ts';
import type { RegionsReport } from '../reports/regions.ts';
import type { TeardownReport } from '../reports/teardown.ts';
import { parseRegions, type RegionChoice } from '../scopes/parse-regions.ts';
import { type RegionsContext, runInRegions } from '../scopes/run-in-regions.ts';
import { removeLeftovers } from '../trigger/canary.ts';
import { askInTurn } from './ask-in-turn.ts';
import type { Shell } from './shell.ts';

export interface TeardownFlags {
  keepLogs?: boolean;
  deleteTrailLogs?: boolean;
  adopt?: boolean;
  dryRun?: boolean;
  regions?: string;
}

export interface TeardownOptions extends CommonOptions {
  keepLogs: boolean;
  deleteTrailLogs: boolean;
  adopt: boolean;
  dryRun: boolean;
  regions: RegionChoice;
}

export function register(program: Command, shell: Shell, run = teardown): void {
  shell
    .command(program, 'teardown')
    .option('--keep-logs', say`keep the log group and its findings`)
    .option('--delete-trail-logs', say`also remove the log files of the stack's own trail`)
    .option('--adopt', say`also remove resources of the stack that lost its tag (asks first)`)
    .option('--dry-run', say`print the plan and change nothing`)
    .option('--regions <list>', say`Regions, separated by commas, or all for every enabled Region`)
    .action(shell.action<TeardownFlags>((flags, common) => run(parse(flags, common), shell.ctx)));
}

export function parse(flags: TeardownFlags, common: CommonOptions): TeardownOptions {
  return {
    ...common,
    keepLogs: flags.keepLogs === true,
    deleteTrailLogs: flags.deleteTrailLogs === true,
    adopt: flags.adopt === true,
    dryRun: flags.dryRun === true,
    regions: parseRegions(flags.regions),
  };
}

/** @throws AppError of any kind; see teardownStack. Kind declined if the user says no. */
export async function teardown(
  options: TeardownOptions,
  ctx: RegionsContext & Pick<Context, 'confirm'>,
): Promise<CommandResult<TeardownReport | RegionsReport<TeardownReport>>> {
  const { stack, keepLogs, deleteTrailLogs, dryRun } = options;
  if (!dryRun && !(options.yes || (await ctx.confirm(question(options))))) {
    throw new AppError({ kind: 'declined', code: 'declined', message: say`Nothing was removed.` });
  }
  const ask = askInTurn(ctx);
  return runInRegions<TeardownReport>(options, ctx, {
    command: 'teardown',
    regions: options.regions,
    failed: ({ remaining }) => remaining.length > 0,
    work: async (context) => {
      if (!dryRun) await removeCanaries(stack, context);
      const adopt = options.adopt ? ask : undefined;
      return teardownStack({ stack, keepLogs, deleteTrailLogs, dryRun, adopt }, context);
    },
  });
}

/** Removes what a killed test-trigger left behind. A caller who can't read groups has never run one. */
async function removeCanaries(stack: string, { aws, progress }: DeployContext): Promise<void> {
  try {
    const removed = await removeLeftovers(await aws.ec2(), stack);
    if (removed.length > 0)
      progress({ type: 'note', text: say`Removed what test-trigger left behind: ${removed.join(', ')}.` });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'access') throw error;
  }
}

function question({ stack, regions, keepLogs, deleteTrailLogs }: TeardownOptions): string {
  const named = regions === 'all' ? say`all enabled Regions` : [regions].flat().join(',');
  const where = regions === 'current' ? '' : say` in ${named}`;
  const what = `${stack}${where}`;
  if (keepLogs) {
    return deleteTrailLogs
      ? say`Remove stack ${what} and the trail's log files, but keep its findings?`
      : say`Remove stack ${what}, but keep its findings?`;
  }
  return deleteTrailLogs
    ? say`Remove stack ${what}, its findings and the trail's log files?`
    : say`Remove stack ${what} and its findings?`;
}

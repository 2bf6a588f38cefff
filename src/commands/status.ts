import type { Command } from 'commander';
import { say } from '../core/words/say.ts';
import { walkHops } from '../deploy/status/hops.ts';
import type { CommandResult, CommonOptions } from '../host/context.ts';
import type { RegionsReport } from '../reports/regions.ts';
import type { StatusReport } from '../reports/status.ts';
import { parseRegions, type RegionChoice } from '../scopes/parse-regions.ts';
import { type RegionsContext, runInRegions } from '../scopes/run-in-regions.ts';
import type { Shell } from './shell.ts';

export interface StatusOptions extends CommonOptions {
  regions: RegionChoice;
}

export function register(program: Command, shell: Shell, run = status): void {
  shell
    .command(program, 'status')
    .option('--regions <list>', say`Regions, separated by commas, or all for every enabled Region`)
    .action(
      shell.action<{ regions?: string }>((flags, common) =>
        run({ ...common, regions: parseRegions(flags.regions) }, shell.ctx),
      ),
    );
}

/** Checks every hop. `failed` if one is broken. @throws AppError of kind access, aws or usage. */
export async function status(
  options: StatusOptions,
  ctx: RegionsContext,
): Promise<CommandResult<StatusReport | RegionsReport<StatusReport>>> {
  const { stack } = options;
  return runInRegions<StatusReport>(options, ctx, {
    command: 'status',
    regions: options.regions,
    failed: ({ healthy }) => !healthy,
    work: async (context) => {
      const { identity, hops, drift } = await walkHops({ stack }, context);
      return {
        schema: 'secgroup-monitor/status/1',
        stack,
        account: identity.account,
        region: identity.region,
        healthy: hops.every(({ ok }) => ok),
        hops,
        drift,
      };
    },
  });
}

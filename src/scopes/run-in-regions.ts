import type { Aws } from '../aws/aws.ts';
import type { DeployContext } from '../deploy/install/prepare-install.ts';
import type { CommandResult, CommonOptions, Context } from '../host/context.ts';
import type { RegionsReport } from '../reports/regions.ts';
import type { Report } from '../reports/report.ts';
import { chosenRegions, eachRegion } from './regions.ts';

export type DeployCommandContext = Pick<Context, 'aws' | 'now' | 'sleep' | 'signal' | 'progress'>;

export interface RegionWork<R extends Report> {
  command: RegionsReport['command'];
  /** `a,b` or `all`; undefined: the one Region of the target. */
  regions: string | undefined;
  /** Done in each Region, with `regions` all those that are worked on. */
  work(context: DeployContext, regions: readonly string[]): Promise<R>;
  /** Is this report's verdict bad? */
  failed(report: R): boolean;
}

/** Runs in one Region and gives its report, or in several at the same time and gives one table. */
export async function runInRegions<R extends Report>(
  options: CommonOptions,
  ctx: DeployCommandContext,
  { command, regions, work, failed }: RegionWork<R>,
): Promise<CommandResult> {
  const aws = await ctx.aws(options);
  if (regions === undefined) {
    const report = await work(deployContext(aws, ctx), [aws.region]);
    return { report, failed: failed(report) };
  }
  const chosen = await chosenRegions(regions, aws);
  const { results, errorKind } = await eachRegion(chosen, (region) =>
    work(deployContext(aws.in(region), ctx, region), chosen),
  );
  const report: RegionsReport<R> = {
    schema: 'secgroup-monitor/regions/1',
    command,
    stack: options.stack,
    regions: results,
  };
  const bad = results.some(({ ok, report }) => !ok || (report !== undefined && failed(report)));
  return { report, failed: bad, errorKind };
}

/** With several Regions, progress says which one it is about. */
function deployContext(aws: Aws, ctx: DeployCommandContext, region?: string): DeployContext {
  const { now, sleep, signal, progress } = ctx;
  if (region === undefined) return { aws, now, sleep, signal, progress };
  return {
    aws,
    now,
    sleep,
    signal,
    progress: (event) => {
      const named = { ...event, text: `${region}: ${event.text}` };
      progress('id' in named ? { ...named, id: `${region}/${named.id}` } : named);
    },
  };
}

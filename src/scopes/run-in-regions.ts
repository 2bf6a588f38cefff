import type { Aws } from '../aws/aws.ts';
import { AppError, type ErrorKind } from '../core/errors.ts';
import type { CommandResult, CommonOptions, Context } from '../host/context.ts';
import type { RegionResult, RegionsReport } from '../reports/regions.ts';
import type { CommandReport } from '../reports/report.ts';
import { chooseRegions } from './choose-regions.ts';
import type { RegionChoice } from './parse-regions.ts';

export type RegionsContext = Pick<Context, 'aws' | 'now' | 'sleep' | 'signal' | 'progress'>;

/** The context of the work in one Region. */
export interface RegionContext extends Omit<RegionsContext, 'aws'> {
  aws: Aws;
}

export interface RegionWork<R extends CommandReport> {
  command: RegionsReport['command'];
  regions: RegionChoice;
  /** Runs in each Region. `regions` lists all chosen Regions. */
  work(context: RegionContext, regions: readonly string[]): Promise<R>;
  /** Returns whether the report makes the command fail, or the kind of error that it is equal to. */
  failed(report: R): boolean | ErrorKind;
}

/** Runs in the current Region and returns its report, or in all chosen Regions in parallel and returns one table. */
export async function runInRegions<R extends CommandReport>(
  options: CommonOptions,
  ctx: RegionsContext,
  { command, regions, work, failed }: RegionWork<R>,
): Promise<CommandResult<R | RegionsReport<R>>> {
  const aws = await ctx.aws(options);
  if (regions === 'current') {
    const report = await work(regionContext(aws, ctx), [aws.region]);
    return { report, ...failureOf([failed(report)]) };
  }
  const chosen = await chooseRegions(regions, aws, ctx.signal);
  const { results, kinds } = await eachRegion(chosen, (region) =>
    work(regionContext(aws.in(region), ctx, region), chosen),
  );
  const report: RegionsReport<R> = {
    schema: 'secgroup-monitor/regions/1',
    command,
    stack: options.stack,
    regions: results,
  };
  const judged = results.map(({ report }) => report !== undefined && failed(report));
  return { report, ...failureOf([...kinds, ...judged]) };
}

/** From mild to severe. */
const SEVERITY: readonly ErrorKind[] = ['usage', 'access', 'aws', 'deploy', 'interrupted', 'internal'];

function failureOf(results: readonly (boolean | ErrorKind)[]): Pick<CommandResult, 'failed' | 'errorKind'> {
  const kinds = results.filter((one) => typeof one === 'string' && one !== 'declined');
  const errorKind = kinds.sort((a, b) => SEVERITY.indexOf(b) - SEVERITY.indexOf(a))[0];
  return { failed: errorKind !== undefined || results.includes(true), errorKind };
}

/** With several Regions, each progress line begins with its Region. */
function regionContext(aws: Aws, ctx: RegionsContext, region?: string): RegionContext {
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

interface RegionResults<R> {
  results: RegionResult<R>[];
  /** Kinds of the errors that were thrown. */
  kinds: ErrorKind[];
}

/** Works on all Regions in parallel. A failure in one Region does not affect the others. */
async function eachRegion<R>(
  regions: readonly string[],
  work: (region: string) => Promise<R>,
): Promise<RegionResults<R>> {
  const settled = await Promise.allSettled(regions.map(work));
  const kinds: ErrorKind[] = [];
  const results = settled.map((one, index): RegionResult<R> => {
    const region = regions[index]!;
    if (one.status === 'fulfilled') return { region, ok: true, report: one.value };
    // Anything other than an AppError is a bug in secgroup-monitor, which must stop the run with its stack trace.
    if (!(one.reason instanceof AppError)) throw one.reason;
    const { kind, code, message, hint } = one.reason;
    kinds.push(kind);
    return { region, ok: false, error: { kind, code, message, ...(hint === undefined ? {} : { hint }) } };
  });
  return { results, kinds };
}

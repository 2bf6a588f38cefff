import type { Aws } from '../aws/aws.ts';
import { type AppError, AwsCallError, usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { RegionChoice } from './parse-regions.ts';

export interface ChosenRegions {
  /** Those that can be worked in. */
  regions: string[];
  /** Those that are named and not enabled for the account. */
  off: string[];
  /** Why those that are off can't be worked in. */
  refusal(off: readonly string[]): AppError;
}

/**
 * The chosen Regions, and those of them that are not enabled for the account. Credentials that may not call
 * DescribeRegions get what was named: AWS then refuses the calls in a Region that is not enabled.
 */
export async function sortRegions(
  choice: RegionChoice,
  aws: Aws,
  signal: AbortSignal,
): Promise<ChosenRegions> {
  if (choice === 'current') return allOf([aws.region]);
  if (choice === 'all') return allOf(await enabledRegions(aws, signal));
  const enabled = await enabledRegions(aws, signal).catch(unlessDenied);
  if (enabled === undefined) return allOf(choice);
  return {
    regions: choice.filter((name) => enabled.includes(name)),
    off: choice.filter((name) => !enabled.includes(name)),
    refusal: (off) => notEnabled(off, enabled),
  };
}

/** As sortRegions(). @throws AppError kind usage, code `bad-regions`, for a Region that is not enabled. */
export async function chooseRegions(choice: RegionChoice, aws: Aws, signal: AbortSignal): Promise<string[]> {
  const { regions, off, refusal } = await sortRegions(choice, aws, signal);
  if (off.length > 0) throw refusal(off);
  return regions;
}

function allOf(regions: readonly string[]): ChosenRegions {
  return { regions: [...regions], off: [], refusal: (off) => notEnabled(off, regions) };
}

/** Without AllRegions, EC2 names only those that are enabled for the account. */
async function enabledRegions(aws: Aws, signal: AbortSignal): Promise<string[]> {
  const { Regions } = await (await aws.ec2()).describeRegions({}, signal);
  return (Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []).sort();
}

function unlessDenied(error: unknown): undefined {
  if (error instanceof AwsCallError && error.code === 'access-denied') return undefined;
  throw error;
}

function notEnabled(off: readonly string[], enabled: readonly string[]): AppError {
  return usageError(
    'bad-regions',
    say`Not enabled for this account, or no Region at all: ${off.join(', ')}.`,
    say`Use some of ${enabled.join(', ')}, or all.`,
  );
}

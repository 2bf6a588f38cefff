import type { Aws } from '../aws/aws.ts';
import { type AppError, AwsCallError, usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { RegionChoice } from './parse-regions.ts';

export interface ChosenRegions {
  /** The enabled Regions. */
  regions: string[];
  /** The chosen Regions that are not enabled for the account. */
  off: string[];
  /** Returns the error for Regions that are not enabled. */
  refusal(off: readonly string[]): AppError;
}

/**
 * Sorts the chosen Regions by whether they are enabled for the account. If the credentials are not allowed to
 * call DescribeRegions, all of them count as enabled; AWS then refuses the calls in a Region that is not.
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

/** Returns the chosen Regions. @throws AppError kind usage, code `bad-regions`, if one is not enabled. */
export async function chooseRegions(choice: RegionChoice, aws: Aws, signal: AbortSignal): Promise<string[]> {
  const { regions, off, refusal } = await sortRegions(choice, aws, signal);
  if (off.length > 0) throw refusal(off);
  return regions;
}

function allOf(regions: readonly string[]): ChosenRegions {
  return { regions: [...regions], off: [], refusal: (off) => notEnabled(off, regions) };
}

/** Without AllRegions, EC2 lists only the Regions that are enabled for the account. */
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
    say`These Regions do not exist or are not enabled for this account: ${off.join(', ')}.`,
    say`Choose from ${enabled.join(', ')}, or use --regions all.`,
  );
}

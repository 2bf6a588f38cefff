import type { Aws } from '../aws/aws.ts';
import { AppError, type ErrorKind, usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { RegionResult } from '../reports/regions.ts';

/**
 * The Regions that `--regions` names: a list, or `all` that are enabled for the account.
 *
 * @throws AppError kind usage for a Region that is not enabled.
 */
export async function chosenRegions(text: string, aws: Aws): Promise<string[]> {
  const ec2 = await aws.ec2();
  // Without AllRegions, EC2 names only those that are enabled for the account.
  const enabled = ((await ec2.describeRegions({})).Regions ?? []).map(({ RegionName }) => RegionName!).sort();
  if (text === 'all') return enabled;
  const named = [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  const off = named.filter((name) => !enabled.includes(name));
  if (named.length === 0 || off.length > 0) {
    throw usageError(
      'bad-regions',
      named.length === 0
        ? say`--regions names no Region.`
        : say`Not enabled for this account, or no Region at all: ${off.join(', ')}.`,
      say`Use some of ${enabled.join(', ')}, or all.`,
    );
  }
  return named;
}

export interface RegionOutcome<R> {
  results: RegionResult<R>[];
  /** Of the worst failure; undefined when all went well. */
  errorKind: ErrorKind | undefined;
}

/** The worse it is, the later it stands. */
const SEVERITY: readonly ErrorKind[] = ['usage', 'access', 'aws', 'deploy', 'interrupted', 'internal'];

/** Works on all Regions at the same time. What fails in one does not touch the others. */
export async function eachRegion<R>(
  regions: readonly string[],
  work: (region: string) => Promise<R>,
): Promise<RegionOutcome<R>> {
  const settled = await Promise.allSettled(regions.map(work));
  const kinds: ErrorKind[] = [];
  const results = settled.map((one, index): RegionResult<R> => {
    const region = regions[index]!;
    if (one.status === 'fulfilled') return { region, ok: true, report: one.value };
    // A bug of ours must stop everything, with its stack.
    if (!(one.reason instanceof AppError)) throw one.reason;
    const { kind, code, message, hint } = one.reason;
    kinds.push(kind);
    return { region, ok: false, error: { kind, code, message, ...(hint === undefined ? {} : { hint }) } };
  });
  const errorKind = kinds.sort((a, b) => SEVERITY.indexOf(b) - SEVERITY.indexOf(a))[0];
  return { results, errorKind };
}

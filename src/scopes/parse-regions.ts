import { usageError } from '../core/errors.ts';
import { isRegionName } from '../core/region-name.ts';
import { say } from '../core/words/say.ts';

/** The Region that the AWS configuration names, all that are enabled, or those that are named. */
export type RegionChoice = 'current' | 'all' | readonly string[];

/** The value of `--regions`. @throws AppError kind usage, code `bad-regions`, for what can't be Regions. */
export function parseRegions(text: string | undefined): RegionChoice {
  if (text === undefined) return 'current';
  if (text.trim() === 'all') return 'all';
  const names = [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  const bad = names.find((name) => !isRegionName(name));
  if (bad === undefined && names.length > 0) return names;
  throw usageError(
    'bad-regions',
    bad === undefined ? say`--regions names no Region.` : say`"${bad}" is not a name of an AWS Region.`,
    say`Write --regions eu-west-1,us-east-1, or --regions all.`,
  );
}

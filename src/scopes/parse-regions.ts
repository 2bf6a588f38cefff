import { usageError } from '../core/errors.ts';
import { isRegionName } from '../core/region-name.ts';
import { say } from '../core/words/say.ts';

/** The Region of the AWS configuration, all enabled Regions, or a list of names. */
export type RegionChoice = 'current' | 'all' | readonly string[];

/** Parses the value of `--regions`. @throws AppError kind usage, code `bad-regions`, if it is invalid. */
export function parseRegions(text: string | undefined): RegionChoice {
  if (text === undefined) return 'current';
  if (text.trim() === 'all') return 'all';
  const names = [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  const bad = names.find((name) => !isRegionName(name));
  if (bad === undefined && names.length > 0) return names;
  throw usageError(
    'bad-regions',
    bad === undefined
      ? say`The value of --regions contains no Region.`
      : say`"${bad}" is not a name of an AWS Region.`,
    say`Use --regions eu-west-1,us-east-1 or --regions all.`,
  );
}

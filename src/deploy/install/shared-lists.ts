import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { attempt } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import { DEFAULT_SETTINGS } from './install-settings.ts';

/** Instead of the default schedule, for baselines that depend on lists of other accounts. */
const OFTEN = 'rate(10 minutes)';

interface WantedSweep {
  baseline: CompiledBaseline;
  /** The baseline before this install. */
  before: CompiledBaseline | undefined;
  account: string;
  /** The schedule of the request, of the installed stack, or the default. */
  sweep: string;
  /** True if the request names the schedule. */
  isAsked: boolean;
  notes: string[];
}

/**
 * Returns the schedule of the sweep. The owner of a shared prefix list changes it in the owner's account, so no event
 * arrives here: a baseline that newly refers to such a list is swept more often, unless the user chose a schedule.
 */
export async function wantedSweep(
  { aws, signal }: Pick<DeployHost, 'aws' | 'signal'>,
  { baseline, before, account, sweep, isAsked, notes }: WantedSweep,
): Promise<string> {
  const known = new Set(before === undefined ? [] : listsOf(before));
  const ids = listsOf(baseline).filter((id) => !known.has(id));
  if (ids.length === 0 || isAsked || sweep !== DEFAULT_SETTINGS.sweep) return sweep;
  const ec2 = await aws.ec2();
  const read = await attempt(
    ec2.describeManagedPrefixLists({ Filters: [{ Name: 'prefix-list-id', Values: ids }] }, signal),
  );
  if ('failed' in read) {
    notes.push(say`The owners of the prefix lists could not be read: ${read.failed.message}`);
    return sweep;
  }
  const shared = (read.value.PrefixLists ?? []).flatMap(({ PrefixListId, OwnerId }) =>
    PrefixListId === undefined || OwnerId === account || OwnerId === 'AWS' ? [] : [PrefixListId],
  );
  if (shared.length === 0) return sweep;
  notes.push(
    say`Changes to prefix lists of other accounts (${shared.sort().join(', ')}) cause no event here. All groups are judged every 10 minutes. Another schedule: --sweep.`,
  );
  return OFTEN;
}

/** Returns the ids of the prefix lists in the lines of a baseline. */
function listsOf(baseline: CompiledBaseline): string[] {
  return [...new Set(JSON.stringify(baseline).match(/\bpl-[0-9a-f]{8,17}\b/g) ?? [])].sort();
}

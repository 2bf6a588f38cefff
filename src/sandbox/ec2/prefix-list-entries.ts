import type { AddPrefixListEntry } from '@aws-sdk/client-ec2';
import { AwsError } from '../service.ts';
import { canonicalIpv4, canonicalIpv6 } from './cidr.ts';
import { invalidValue } from './errors.ts';
import type { PrefixList, PrefixListEntry } from './state.ts';

export const currentEntries = (list: PrefixList): PrefixListEntry[] => list.versions.get(list.version) ?? [];

export function checkRoom(entries: PrefixListEntry[], maxEntries: number): void {
  if (entries.length <= maxEntries) return;
  throw new AwsError(
    'PrefixListMaxEntriesExceeded',
    `You've reached the maximum number of entries (${maxEntries}) for the prefix list.`,
  );
}

const canonical = (cidr: string | undefined, family: PrefixList['family']) =>
  family === 'IPv4' ? canonicalIpv4(cidr ?? '') : canonicalIpv6(cidr ?? '');

/** An entry that is there already gets the new description. */
export function added(
  entries: PrefixListEntry[],
  wanted: AddPrefixListEntry[] | undefined,
  family: PrefixList['family'],
): PrefixListEntry[] {
  const byCidr = new Map(entries.map((entry) => [entry.cidr, entry]));
  for (const { Cidr, Description } of wanted ?? []) {
    const cidr = canonical(Cidr, family);
    byCidr.set(cidr, { cidr, description: Description });
  }
  return [...byCidr.values()];
}

export function removed(
  entries: PrefixListEntry[],
  doomed: { Cidr?: string | undefined }[] | undefined,
  family: PrefixList['family'],
): PrefixListEntry[] {
  const gone = new Set((doomed ?? []).map(({ Cidr }) => canonical(Cidr, family)));
  for (const cidr of gone) {
    if (!entries.some((entry) => entry.cidr === cidr)) {
      throw invalidValue(`The CIDR block ${cidr} is not in the prefix list.`);
    }
  }
  return entries.filter((entry) => !gone.has(entry.cidr));
}

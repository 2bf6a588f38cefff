import type { CompiledBaseline } from '../core/baseline/baseline.ts';
import { prepareBaseline } from '../core/baseline/prepared-baseline.ts';
import { emptyBaseline, snapshotBaseline } from '../core/baseline/presets.ts';
import type { PrefixLists, SecurityGroup } from '../core/exposure/group.ts';
import type { ScopeSource } from './group-source.ts';

/**
 * Creates a baseline from what all groups of these sources admit now. It spells out the entries of the customer's own
 * prefix lists, so that a changed list is a difference. Lists that AWS manages stay references, because AWS changes
 * them at any time.
 */
export async function takeSnapshot(sources: readonly ScopeSource[]): Promise<CompiledBaseline> {
  const groups: SecurityGroup[] = [];
  let lists: PrefixLists = new Map();
  // With an empty baseline, only the lists in the groups' own rules are read.
  const nothing = prepareBaseline(emptyBaseline('nothing'));
  for (const source of sources) {
    const read: SecurityGroup[] = [];
    for await (const page of source.pages()) read.push(...page);
    const used = await source.lists(read, nothing);
    const own = await source.ownLists([...used.keys()]);
    lists = new Map([...lists, ...[...used].filter(([id]) => own.has(id))]);
    groups.push(...read);
  }
  return snapshotBaseline(groups, lists);
}

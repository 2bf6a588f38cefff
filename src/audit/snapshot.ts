import type { CompiledBaseline } from '../core/baseline/baseline.ts';
import { prepareBaseline } from '../core/baseline/prepared-baseline.ts';
import { emptyBaseline, snapshotBaseline } from '../core/baseline/presets.ts';
import type { PrefixLists, SecurityGroup } from '../core/exposure/group.ts';
import type { ScopeSource } from './group-source.ts';

/**
 * What all groups of these sources admit now, as a baseline. The entries of prefix lists that are the
 * customer's own are written out, so that an edit behind a rule is a difference; lists that AWS manages
 * change by themselves and stay references.
 */
export async function takeSnapshot(sources: readonly ScopeSource[]): Promise<CompiledBaseline> {
  const groups: SecurityGroup[] = [];
  let lists: PrefixLists = new Map();
  // Judged against nothing: only the lists that the groups themselves use are asked for.
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

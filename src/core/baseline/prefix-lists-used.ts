import type { SecurityGroup } from '../exposure/group.ts';
import type { PreparedBaseline } from './prepared-baseline.ts';

/** Ids of the prefix lists that these groups use, and of those in what the baseline says of them. */
export function prefixListsUsed(groups: readonly SecurityGroup[], baseline: PreparedBaseline): Set<string> {
  const ids = new Set<string>();
  const { never, exceptions } = baseline.compiled;
  const lines = new Set([...never, ...exceptions].map(({ rule }) => rule));
  for (const group of groups) {
    for (const { source } of group.rules) if (source.kind === 'prefix-list') ids.add(source.prefixListId);
    for (const line of baseline.entryOf(group)?.rules ?? []) lines.add(line);
  }
  for (const line of lines) {
    if (!line.includes('pl-')) continue;
    for (const [id] of line.matchAll(/\bpl-[0-9a-z]+/g)) ids.add(id);
  }
  return ids;
}

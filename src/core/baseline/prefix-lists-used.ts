import type { SecurityGroup } from '../exposure/group.ts';
import type { IngressRule } from '../exposure/rule.ts';
import type { PreparedBaseline } from './prepared-baseline.ts';

/** Returns the ids of the prefix lists that these groups and rules use, and of those that the baseline uses for the groups. */
export function prefixListsUsed(
  groups: readonly SecurityGroup[],
  baseline: PreparedBaseline,
  rules: readonly IngressRule[] = [],
): Set<string> {
  const ids = new Set<string>();
  const { never, exceptions } = baseline.compiled;
  const lines = new Set([...never, ...exceptions].map(({ rule }) => rule));
  for (const group of groups) for (const line of baseline.entryOf(group)?.rules ?? []) lines.add(line);
  for (const { source } of [...rules, ...groups.flatMap((group) => group.rules)]) {
    if (source.kind === 'prefix-list') ids.add(source.prefixListId);
  }
  for (const line of lines) {
    if (!line.includes('pl-')) continue;
    for (const [id] of line.matchAll(/\bpl-[0-9a-z]+/g)) ids.add(id);
  }
  return ids;
}

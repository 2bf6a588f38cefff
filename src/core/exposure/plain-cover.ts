import { blockSize } from './cidr.ts';
import type { IngressRule, Source } from './rule.ts';
import { sourceKey } from './rule-set.ts';

/** A rule that others are compared with. */
interface Box {
  rule: IngressRule;
  /** The last address; undefined for references. */
  last: bigint | undefined;
}

/** Rules in the form for plainlyCovers(). */
export type Boxes = readonly Box[];

export function boxesOf(rules: readonly IngressRule[]): Boxes {
  return rules.map((rule) => {
    const { source } = rule;
    if (isReference(source)) return { rule, last: undefined };
    return { rule, last: source.address + blockSize(source.kind, source.prefixLength) - 1n };
  });
}

/**
 * Returns true if each rule is within a single one of `wide`. Then `wide` admits all of them, without computing the
 * exact sets. False is not a proof of the opposite, because several rules together can cover one.
 */
export function plainlyCovers(wide: Boxes, rules: readonly IngressRule[]): boolean {
  let hint = 0;
  for (const rule of rules) {
    // If one list was created from the other, they have the same order.
    let found = -1;
    for (let step = 0; step < wide.length && found < 0; step += 1) {
      const index = (hint + step) % wide.length;
      if (contains(wide[index]!, rule)) found = index;
    }
    if (found < 0) return false;
    hint = (found + 1) % wide.length;
  }
  return true;
}

function contains({ rule: wide, last }: Box, rule: IngressRule): boolean {
  if (wide.ports.first > rule.ports.first || wide.ports.last < rule.ports.last) return false;
  if (wide.protocols.first > rule.protocols.first || wide.protocols.last < rule.protocols.last) return false;
  const a = wide.source;
  const b = rule.source;
  if (isReference(a)) return isReference(b) && sourceKey(a) === sourceKey(b);
  if (a.kind !== b.kind) return false;
  // Blocks are nested or disjoint, so the first address and the prefix length decide.
  return a.prefixLength <= b.prefixLength && a.address <= b.address && b.address <= last!;
}

function isReference(source: Source): source is Exclude<Source, { address: bigint }> {
  return source.kind === 'group' || source.kind === 'prefix-list';
}

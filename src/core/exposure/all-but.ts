import { cidr, type Family, isCidrProblem, readCidr } from './cidr.ts';
import { renderRules } from './render-rules.ts';
import type { AddressSource, IngressRule } from './rule.ts';
import { ruleSet, subtract } from './rule-set.ts';

/** A rule line that admits almost all addresses, described by the addresses that it leaves out. */
export interface AllBut {
  /** `tcp 80` */
  traffic: string;
  /** The other sources of the line, unchanged: references, and blocks of the other family. */
  beside: string[];
  /** The addresses from which `but` is subtracted. */
  space: 'anywhere' | Family;
  /** The blocks that are left out: at least one. */
  but: string[];
}

/** A list with fewer sources is short enough. */
const FEW = 3;

/**
 * Shortens a rule line for sentences: `tcp 80 from 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, …` is tcp 80 from any IPv4
 * address except 10.0.0.0/8. The short form describes the same set of each family. It is undefined if the line itself
 * is shorter. It is not part of the rule grammar, so don't use it where the line may be parsed again.
 */
export function allBut(line: string): AllBut | undefined {
  const at = line.indexOf(' from ');
  const sources = at < 0 ? [] : line.slice(at + ' from '.length).split(', ');
  if (sources.length < FEW || sources.includes('anywhere')) return undefined;
  const ipv4 = familyOf(sources, 'ipv4');
  const ipv6 = familyOf(sources, 'ipv6');
  const near = [ipv4, ipv6].filter(({ listed, but }) => but.length < listed.length);
  const shortened = near.length === 2 ? near : near.filter(({ but }) => but.length > 0);
  const but = shortened.flatMap((family) => family.but);
  const replaced = shortened.flatMap(({ listed }) => listed);
  if (but.length === 0 || replaced.length < FEW) return undefined;
  if (but.join(', ').length >= replaced.join(', ').length) return undefined;
  return {
    traffic: line.slice(0, at),
    beside: sources.filter((source) => !replaced.includes(source)),
    space: shortened.length === 2 ? 'anywhere' : shortened[0]!.kind,
    but,
  };
}

/** Returns the blocks of one family among the sources, and the blocks that they leave out. */
function familyOf(
  sources: readonly string[],
  kind: Family,
): { kind: Family; listed: string[]; but: string[] } {
  const listed: string[] = [];
  const blocks: AddressSource[] = [];
  for (const source of sources) {
    const block = readCidr(source);
    if (isCidrProblem(block) || block.kind !== kind) continue;
    listed.push(source);
    blocks.push(block);
  }
  const left = subtract(ruleSet([ruleOf(cidr(kind, 0n, 0))]), ruleSet(blocks.map(ruleOf)));
  const but = renderRules(left).flatMap((rule) => rule.slice(rule.indexOf(' from ') + 6).split(', '));
  return { kind, listed, but };
}

/** Any traffic works here, because only the addresses are compared. */
function ruleOf(source: AddressSource): IngressRule {
  return { protocols: { first: 6, last: 6 }, ports: { first: 0, last: 0 }, source };
}

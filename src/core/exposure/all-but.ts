import { cidr, type Family, isCidrProblem, readCidr } from './cidr.ts';
import { renderRules } from './render-rules.ts';
import type { AddressSource, IngressRule } from './rule.ts';
import { ruleSet, subtract } from './rule-set.ts';

/** A rule line whose addresses are nearly all there are, told by those that it leaves out. */
export interface AllBut {
  /** `tcp 80` */
  traffic: string;
  /** Sources that stand beside it, as in the line: references, and blocks of the other family. */
  beside: string[];
  /** Of which addresses nearly all are meant. */
  space: 'anywhere' | Family;
  /** The blocks that are left out: never none. */
  but: string[];
}

/** Below so many sources a list is read at a glance. */
const FEW = 3;

/**
 * The short form of a line of the rule grammar, for sentences: `tcp 80 from 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, …`
 * is tcp 80 from any IPv4 address but 10.0.0.0/8. It denotes the same set, in each family by itself. Undefined
 * where the line itself is shorter. No rule grammar: where a line may be read back, the line has to stand.
 */
export function allBut(line: string): AllBut | undefined {
  const at = line.indexOf(' from ');
  const sources = at < 0 ? [] : line.slice(at + ' from '.length).split(', ');
  if (sources.length < FEW || sources.includes('anywhere')) return undefined;
  const ipv4 = familyOf(sources, 'ipv4');
  const ipv6 = familyOf(sources, 'ipv6');
  const near = [ipv4, ipv6].filter(({ listed, but }) => but.length < listed.length);
  const told = near.length === 2 ? near : near.filter(({ but }) => but.length > 0);
  const but = told.flatMap((family) => family.but);
  const replaced = told.flatMap(({ listed }) => listed);
  if (but.length === 0 || replaced.length < FEW) return undefined;
  if (but.join(', ').length >= replaced.join(', ').length) return undefined;
  return {
    traffic: line.slice(0, at),
    beside: sources.filter((source) => !replaced.includes(source)),
    space: told.length === 2 ? 'anywhere' : told[0]!.kind,
    but,
  };
}

/** The blocks of one family among the sources, and those that they leave out. */
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

/** Any traffic will do: the addresses alone count. */
function ruleOf(source: AddressSource): IngressRule {
  return { protocols: { first: 6, last: 6 }, ports: { first: 0, last: 0 }, source };
}

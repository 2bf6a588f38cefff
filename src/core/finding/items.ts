import type { PrefixLists } from '../exposure/group.ts';
import { renderRules } from '../exposure/render-rules.ts';
import type { IngressRule, Range, Traffic } from '../exposure/rule.ts';
import { parseRule } from '../exposure/rule-grammar.ts';
import { intersect, isEmpty, type RuleSet, ruleSet, share, subtract, touches } from '../exposure/rule-set.ts';
import type { FindingItem } from './finding.ts';

/** The most kinds of broad rules (by traffic) that are listed separately. For the others, only the remainder is listed. */
const MOST_BROAD = 60;

/**
 * Lists a part of an exposure as rule lines, each with the ids of the live rules that cause it. Rules that are
 * completely in the part come first. The rest are parts of broader rules: `of` contains such a rule and the part
 * of it that is allowed. If no live rule admits the traffic (missing ingress), the ids are empty.
 */
export function items(
  part: RuleSet,
  liveRules: readonly IngressRule[],
  lists: PrefixLists,
  allowed: RuleSet,
): FindingItem[] {
  const whole: IngressRule[] = [];
  const byTraffic = new Map<string, IngressRule[]>();
  // EC2 returns rules in any order, and the same drift must have the same text.
  for (const rule of [...liveRules].sort(byId)) {
    const within = share(part, rule, lists);
    if (within === 'all') whole.push(rule);
    if (within === 'some') {
      const traffic = JSON.stringify([rule.protocols, rule.ports]);
      const alike = byTraffic.get(traffic);
      if (alike === undefined) byTraffic.set(traffic, [rule]);
      else alike.push(rule);
    }
  }
  const broad = [...byTraffic.values()].sort(([a], [b]) => widerFirst(a!, b!));
  const causes = [...whole, ...broad.flat()];
  const direct = ruleSet(whole, lists);
  const found = lines(direct, causes, lists);
  let rest = subtract(part, direct);
  for (const rules of broad.slice(0, MOST_BROAD)) {
    if (isEmpty(rest)) break;
    const admitted = ruleSet(rules, lists);
    const remainder = intersect(rest, admitted);
    if (isEmpty(remainder)) continue;
    // Without the entries, so that the text contains the id of a prefix list instead of its entries.
    const of = {
      rule: renderRules(ruleSet(rules)).join('; '),
      allowed: renderRules(intersect(admitted, allowed)),
    };
    for (const item of lines(remainder, causes, lists)) found.push({ ...item, of });
    rest = subtract(rest, admitted);
  }
  return [...found, ...lines(rest, causes, lists)];
}

function byId({ id: a = '' }: IngressRule, { id: b = '' }: IngressRule): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function widerFirst(a: Traffic, b: Traffic): number {
  return (
    a.protocols.first - b.protocols.first ||
    b.protocols.last - a.protocols.last ||
    a.ports.first - b.ports.first ||
    b.ports.last - a.ports.last
  );
}

function lines(set: RuleSet, causes: readonly IngressRule[], lists: PrefixLists): FindingItem[] {
  return renderRules(set).map((line) => {
    const { rules } = parseRule(line);
    const exposed = ruleSet(rules);
    // Most causes are for other ports than the line, so comparing ports first is fast.
    const { protocols } = rules[0]!;
    const first = Math.min(...rules.map(({ ports }) => ports.first));
    const last = Math.max(...rules.map(({ ports }) => ports.last));
    const ids = causes.flatMap((cause) =>
      cause.id !== undefined &&
      overlap(cause.protocols, protocols) &&
      overlap(cause.ports, { first, last }) &&
      touches(exposed, cause, lists)
        ? [cause.id]
        : [],
    );
    return { rule: line, ids };
  });
}

function overlap(a: Range, b: Range): boolean {
  return a.first <= b.last && b.first <= a.last;
}

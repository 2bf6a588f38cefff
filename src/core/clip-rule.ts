import type { IngressRule, Range } from './rule.ts';

/** A part of the traffic: protocols and ports without a source. */
export type Traffic = Pick<IngressRule, 'protocols' | 'ports'>;

/** The part of a rule that lies within some traffic; undefined when there is none. */
export function clipRule(rule: IngressRule, traffic: Traffic): IngressRule | undefined {
  const protocols = overlap(rule.protocols, traffic.protocols);
  const ports = overlap(rule.ports, traffic.ports);
  return protocols === undefined || ports === undefined ? undefined : { ...rule, protocols, ports };
}

/** The parts of many rules that lie within any of the traffic. */
export function clipRules(rules: readonly IngressRule[], traffic: readonly Traffic[]): IngressRule[] {
  const parts: IngressRule[] = [];
  for (const rule of rules) {
    for (const box of traffic) {
      const part = clipRule(rule, box);
      if (part !== undefined) parts.push(part);
    }
  }
  return parts;
}

function overlap(a: Range, b: Range): Range | undefined {
  const first = Math.max(a.first, b.first);
  const last = Math.min(a.last, b.last);
  return first > last ? undefined : { first, last };
}

import type { IngressRule, Traffic } from './rule.ts';

/** Returns the part of a rule within the traffic; undefined if there is none. */
export function clipRule(rule: IngressRule, traffic: Traffic): IngressRule | undefined {
  const { protocols, ports } = rule;
  const firstPort = Math.max(ports.first, traffic.ports.first);
  const lastPort = Math.min(ports.last, traffic.ports.last);
  if (firstPort > lastPort) return undefined;
  const firstProtocol = Math.max(protocols.first, traffic.protocols.first);
  const lastProtocol = Math.min(protocols.last, traffic.protocols.last);
  if (firstProtocol > lastProtocol) return undefined;
  return {
    ...rule,
    protocols: { first: firstProtocol, last: lastProtocol },
    ports: { first: firstPort, last: lastPort },
  };
}

/** Returns the parts of the rules that are within any of the traffic. */
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

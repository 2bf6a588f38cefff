import { type CompiledNever, DEFAULT_WIDER_THAN, SEVERITIES, type Severity } from '../baseline/baseline.ts';
import { BITS } from '../exposure/cidr.ts';
import { clipRules } from '../exposure/clip-rule.ts';
import type { PrefixLists } from '../exposure/group.ts';
import { openToInternet, publicPart } from '../exposure/internet.ts';
import { NOTABLE_PORTS } from '../exposure/notable-ports.ts';
import { ALL_PORTS, ICMP, ICMPV6, LAST_PORT, LAST_PROTOCOL } from '../exposure/protocols.ts';
import { renderRules } from '../exposure/render-rules.ts';
import type { IngressRule, Traffic } from '../exposure/rule.ts';
import { parseRule } from '../exposure/rule-grammar.ts';
import { isEmpty, type RuleSet, ruleSet } from '../exposure/rule-set.ts';

/** The exposed ports: administrative and database ports, web ports, ICMP, or anything else. */
export type ExposureClass = 'sensitive' | 'other' | 'web' | 'icmp';

/** The sources: the internet at large, some public addresses (or a list of unknown content), or neither. */
export type ExposureReach = 'anywhere' | 'public' | 'private';

/**
 * The severity of unexpected or forbidden ingress by its ports and sources. A test compares docs/severity.md with
 * it.
 */
export const SEVERITY_TABLE: Readonly<Record<ExposureClass, Readonly<Record<ExposureReach, Severity>>>> = {
  sensitive: { anywhere: 'critical', public: 'high', private: 'medium' },
  other: { anywhere: 'high', public: 'medium', private: 'low' },
  web: { anywhere: 'medium', public: 'low', private: 'low' },
  icmp: { anywhere: 'low', public: 'low', private: 'low' },
};

/** Missing ingress opens nothing, but it can make a service unreachable. */
export const MISSING_SEVERITY: Severity = 'medium';
/** The severity of a group without an entry that admits nothing. */
export const UNLISTED_EMPTY_SEVERITY: Severity = 'low';
/** A rule that can't be read: it may admit anything, or nothing. */
export const UNREADABLE_SEVERITY: Severity = 'medium';

export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}

/** True if `severity` is at or above the threshold. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
}

/**
 * Returns the highest severity in the table for these lines of the rule grammar together; info for no lines.
 * Prefix lists in them are treated as unknown content.
 */
export function linesSeverity(lines: readonly string[]): Severity {
  const rules = lines.flatMap((line) => parseRule(line).rules);
  let worst: Severity = 'info';
  for (const [name, traffic] of CLASSES) {
    if (atLeast(worst, SEVERITY_TABLE[name].anywhere)) continue;
    const part = clipRules(rules, traffic);
    if (part.length > 0) worst = worse(worst, SEVERITY_TABLE[name][reachOf(part)]);
  }
  return worst;
}

/** Returns the severity of all that a set admits. */
export function exposureSeverity(set: RuleSet): Severity {
  return linesSeverity(renderRules(set));
}

/** Returns the widest reach of these rules together. */
export function reachOf(rules: readonly IngressRule[]): ExposureReach {
  if (mayBeOpen(rules, DEFAULT_WIDER_THAN) && !isEmpty(openToInternet(ruleSet(rules), DEFAULT_WIDER_THAN))) {
    return 'anywhere';
  }
  const isPublic =
    rules.some(({ source }) => source.kind === 'prefix-list') || !isEmpty(publicPart(ruleSet(rules)));
  return isPublic ? 'public' : 'private';
}

/**
 * A quick check, so that most rules don't need the exact one (openToInternet). If the sum of the addresses is too
 * small, the rules can't be open to the internet.
 */
export function mayBeOpen(
  rules: readonly IngressRule[],
  widerThan: CompiledNever['widerThan'],
  lists?: PrefixLists,
): boolean {
  const count = { ipv4: 0, ipv6: 0 };
  for (const { source } of rules) {
    if (source.kind === 'group') continue;
    const blocks = source.kind === 'prefix-list' ? lists?.get(source.prefixListId) : [source];
    for (const { kind, prefixLength } of blocks ?? []) count[kind] += 2 ** (BITS[kind] - prefixLength);
  }
  return count.ipv4 > 2 ** (32 - widerThan.ipv4) || count.ipv6 > 2 ** (128 - widerThan.ipv6);
}

const NOTABLE: readonly Traffic[] = NOTABLE_PORTS.map(trafficOf);
const SENSITIVE: readonly Traffic[] = NOTABLE_PORTS.filter((row) => row.kind !== 'web').map(trafficOf);
const WEB: readonly Traffic[] = NOTABLE_PORTS.filter((row) => row.kind === 'web').map(trafficOf);
const ICMPS: readonly Traffic[] = [ICMP, ICMPV6].map((protocol) => ({
  protocols: { first: protocol, last: protocol },
  ports: ALL_PORTS,
}));

/** Worst first, so that the search can stop early. */
const CLASSES: readonly (readonly [ExposureClass, readonly Traffic[]])[] = [
  ['sensitive', SENSITIVE],
  ['other', complement([...NOTABLE, ...ICMPS])],
  ['web', WEB],
  ['icmp', ICMPS],
];

function trafficOf(row: (typeof NOTABLE_PORTS)[number]): Traffic {
  return { protocols: { first: row.protocol, last: row.protocol }, ports: row.ports };
}

/** Returns all traffic except `taken`. Each part of `taken` must have a single protocol. */
function complement(taken: readonly Traffic[]): Traffic[] {
  const rest: Traffic[] = [];
  let firstWhole = 0;
  for (const protocol of [...new Set(taken.map((part) => part.protocols.first)), LAST_PROTOCOL + 1].sort(
    byNumber,
  )) {
    if (protocol > firstWhole)
      rest.push({ protocols: { first: firstWhole, last: protocol - 1 }, ports: ALL_PORTS });
    firstWhole = protocol + 1;
    if (protocol > LAST_PROTOCOL) break;
    let next = 0;
    const ports = taken.filter((part) => part.protocols.first === protocol).map((part) => part.ports);
    for (const { first, last } of ports.sort((a, b) => a.first - b.first)) {
      if (first > next)
        rest.push({
          protocols: { first: protocol, last: protocol },
          ports: { first: next, last: first - 1 },
        });
      next = last + 1;
    }
    if (next <= LAST_PORT)
      rest.push({ protocols: { first: protocol, last: protocol }, ports: { first: next, last: LAST_PORT } });
  }
  return rest;
}

function byNumber(a: number, b: number): number {
  return a - b;
}

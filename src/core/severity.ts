import { DEFAULT_WIDER_THAN, SEVERITIES, type Severity } from './baseline.ts';
import type { Traffic } from './clip-rule.ts';
import { openToInternet, publicPart } from './internet.ts';
import { NOTABLE_PORTS } from './notable-ports.ts';
import { ALL_PORTS, ICMP, ICMPV6 } from './protocols.ts';
import type { IngressRule, Source } from './rule.ts';
import { intersect, isEmpty, opaqueLists, type RuleSet, ruleSet, subtract } from './rule-set.ts';

/** What is exposed: administrative and database ports, web ports, ICMP, or anything else. */
export type ExposureClass = 'sensitive' | 'other' | 'web' | 'icmp';

/** From how far: the internet at large, some public addresses (or a list of unknown content), or neither. */
export type ExposureReach = 'anywhere' | 'public' | 'private';

/** Severity of unexpected or forbidden ingress by what it exposes. docs/severity.md is tested against it. */
export const SEVERITY_TABLE: Readonly<Record<ExposureClass, Readonly<Record<ExposureReach, Severity>>>> = {
  sensitive: { anywhere: 'critical', public: 'high', private: 'medium' },
  other: { anywhere: 'high', public: 'medium', private: 'low' },
  web: { anywhere: 'medium', public: 'low', private: 'low' },
  icmp: { anywhere: 'low', public: 'low', private: 'low' },
};

/** Missing ingress opens nothing, but something that was meant to be reached may not be. */
export const MISSING_SEVERITY: Severity = 'medium';
/** A group that nobody listed and that admits nothing. */
export const UNLISTED_EMPTY_SEVERITY: Severity = 'low';

export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}

/** True when `severity` is at or above the threshold. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
}

/** The worst cell of the table that a set reaches; info for the empty set. */
export function exposureSeverity(set: RuleSet): Severity {
  let rest = set;
  let worst: Severity = 'info';
  for (const [name, traffic] of CLASSES) {
    if (isEmpty(rest)) break;
    const whole = ruleSet(traffic.flatMap((box) => sourcesOf(rest).map((source) => ({ ...box, source }))));
    const part = name === 'other' ? rest : intersect(rest, whole);
    rest = subtract(rest, whole);
    if (!isEmpty(part)) worst = worse(worst, SEVERITY_TABLE[name][reachOf(part)]);
  }
  return worst;
}

/** How far the farthest source of a set that is not empty is. */
export function reachOf(set: RuleSet): ExposureReach {
  if (!isEmpty(openToInternet(set, DEFAULT_WIDER_THAN))) return 'anywhere';
  return opaqueLists(set).length > 0 || !isEmpty(publicPart(set)) ? 'public' : 'private';
}

const SENSITIVE: Traffic[] = NOTABLE_PORTS.filter((row) => row.kind !== 'web').map(trafficOf);
const WEB: Traffic[] = NOTABLE_PORTS.filter((row) => row.kind === 'web').map(trafficOf);
const ICMPS: Traffic[] = [ICMP, ICMPV6].map((protocol) => ({
  protocols: { first: protocol, last: protocol },
  ports: ALL_PORTS,
}));

/** In this order; `other` is what the rest leaves. */
const CLASSES: readonly (readonly [ExposureClass, Traffic[]])[] = [
  ['sensitive', SENSITIVE],
  ['web', WEB],
  ['icmp', ICMPS],
  ['other', []],
];

function trafficOf(row: (typeof NOTABLE_PORTS)[number]): Traffic {
  return { protocols: { first: row.protocol, last: row.protocol }, ports: row.ports };
}

const EVERYWHERE: readonly Source[] = [
  { kind: 'ipv4', address: 0n, prefixLength: 0 },
  { kind: 'ipv6', address: 0n, prefixLength: 0 },
];

/** Sources that together cover all sources of the set. */
function sourcesOf(set: RuleSet): IngressRule['source'][] {
  return [...EVERYWHERE, ...[...set.references.values()].map(({ source }) => source)];
}

import { DEFAULT_WIDER_THAN } from '../core/baseline/baseline.ts';
import { formatCidr } from '../core/exposure/cidr.ts';
import { clipRules } from '../core/exposure/clip-rule.ts';
import type { PrefixLists } from '../core/exposure/group.ts';
import { openToInternet, publicPart } from '../core/exposure/internet.ts';
import { NOTABLE_PORTS } from '../core/exposure/notable-ports.ts';
import { ALL_PORTS, ALL_PROTOCOLS, LAST_PORT, protocolName } from '../core/exposure/protocols.ts';
import type { AddressSource, IngressRule } from '../core/exposure/rule.ts';
import { isEmpty, type RuleSet, ruleSet, subtract } from '../core/exposure/rule-set.ts';
import { mayBeOpen } from '../core/judge/severity.ts';
import type { AuditExposure, ExposureJudgement, Reach } from '../reports/audit.ts';

/** What the baseline says about the traffic of one group. */
export interface ExposureLimits {
  /** The unexpected and forbidden part of the group's rules. */
  wrong: readonly IngressRule[];
  /** The allowed traffic; undefined if everything that is not wrong is allowed. */
  allowed: RuleSet | undefined;
}

/** Returns the notable ports that the rules admit, with reach and judgement, in the order of NOTABLE_PORTS. */
export function notableExposure(
  rules: readonly IngressRule[],
  lists: PrefixLists,
  limits: ExposureLimits,
): AuditExposure[] {
  const expanded = expand(rules.filter(touchesNotable), lists);
  if (expanded.length === 0) return [];
  const exposure: AuditExposure[] = [];
  for (const { row, text } of ROWS) {
    const part = clipRules(expanded, row.traffic);
    if (part.length === 0) continue;
    const judgement = judge(part, clipRules(limits.wrong, row.traffic), limits.allowed);
    exposure.push({ name: row.name, kind: row.kind, ports: text, reach: reach(part), judgement });
  }
  return exposure;
}

function judge(
  part: readonly IngressRule[],
  wrong: readonly IngressRule[],
  allowed: RuleSet | undefined,
): ExposureJudgement {
  if (wrong.length > 0) return 'finding';
  return allowed === undefined || isEmpty(subtract(ruleSet(part), allowed)) ? 'allowed' : 'unmentioned';
}

const ROWS = NOTABLE_PORTS.map(({ kind, name, protocol, ports }) => ({
  row: { kind, name, traffic: [{ protocols: { first: protocol, last: protocol }, ports }] },
  text: `${protocolName(protocol)} ${ports.first === ports.last ? ports.first : `${ports.first}-${ports.last}`}`,
}));

/** The number of notable ports below each port. A range with the same number at both ends contains none. */
const COUNT_BELOW = new Uint16Array(LAST_PORT + 2);
for (let port = 0; port <= LAST_PORT; port += 1) {
  const isNotable = NOTABLE_PORTS.some(({ ports }) => ports.first <= port && port <= ports.last);
  COUNT_BELOW[port + 1] = COUNT_BELOW[port]! + (isNotable ? 1 : 0);
}

function touchesNotable({ ports }: IngressRule): boolean {
  return COUNT_BELOW[ports.last + 1] !== COUNT_BELOW[ports.first];
}

function reach(rules: readonly IngressRule[]): Reach {
  if (mayBeOpen(rules, DEFAULT_WIDER_THAN) && !isEmpty(openToInternet(ruleSet(rules), DEFAULT_WIDER_THAN))) {
    return 'anywhere';
  }
  const sources = rules.map(({ source }) => source);
  const blocks = sources.flatMap((source) =>
    source.kind === 'ipv4' || source.kind === 'ipv6' ? [source] : [],
  );
  if (blocks.some(isPublic)) return 'public';
  if (sources.some(({ kind }) => kind === 'prefix-list')) return 'unknown';
  return blocks.length > 0 ? 'private' : 'reference';
}

function expand(rules: readonly IngressRule[], lists: PrefixLists): readonly IngressRule[] {
  if (!rules.some(({ source }) => source.kind === 'prefix-list')) return rules;
  return rules.flatMap((rule): IngressRule[] => {
    const entries = rule.source.kind === 'prefix-list' ? lists.get(rule.source.prefixListId) : undefined;
    return entries?.map((source) => ({ ...rule, source })) ?? [rule];
  });
}

/** Cached, because accounts use few blocks many times. */
const known = new Map<string, boolean>();
const KEPT = 10_000;

function isPublic(source: AddressSource): boolean {
  const key = formatCidr(source);
  let answer = known.get(key);
  if (answer === undefined) {
    answer = !isEmpty(publicPart(ruleSet([{ protocols: ALL_PROTOCOLS, ports: ALL_PORTS, source }])));
    if (known.size >= KEPT) known.clear();
    known.set(key, answer);
  }
  return answer;
}

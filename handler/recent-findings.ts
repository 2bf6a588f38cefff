import { FINDING_SCHEMA, type Finding, isDrift, type Verdict } from '../src/core/finding/finding.ts';
import type { ReadLines } from '../src/core/finding/signed-line.ts';
import { type Reported, reportOf } from '../src/core/judge/same-state.ts';
import type { Host } from './host.ts';
import { ownLog } from './own-log.ts';

/** The last findings about a group. */
export interface Told {
  observedAt: string;
  drifting: boolean;
  /** One for each drift of that judgement; see driftDigest(). */
  digests: string[];
  /** The drift that was reported then. */
  reported?: Reported | undefined;
}

/** Findings about enforcement that are not a judgement of the group. */
const OF_ENFORCING = new Set(['enforce-dry-run', 'enforce-stopped']);

/** Epoch milliseconds. */
interface Period {
  since: number;
  /** Findings observed at this time or later are ignored. Without it, none are ignored. */
  until?: number;
  /** Default: every group. */
  groupId?: string;
  /** Counts the lines that the function did not write. */
  lines?: ReadLines;
}

/** Returns CloudWatch's filter pattern for the findings about the state of a group. */
export function findingsOf(groupId: string): string {
  return `{ $.schema = "${FINDING_SCHEMA}" && $.group.id = "${groupId}" && $.kind != "denied-attempt" }`;
}

/** Returns the last findings of each group, or of one group, in a period, by group id. */
export async function recentFindings(
  host: Host,
  { since, until = Number.POSITIVE_INFINITY, groupId = 'sg-*', lines }: Period,
): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  for await (const message of ownLog(host, since, findingsOf(groupId), lines)) {
    const finding: Partial<Finding> & Verdict = JSON.parse(message);
    const { group, observedAt, kind, code, digest } = finding;
    if (group === undefined || observedAt === undefined || OF_ENFORCING.has(code ?? '')) continue;
    if (Date.parse(observedAt) >= until) continue;
    const before = told.get(group.id);
    if (before && before.observedAt > observedAt) continue;
    // One judgement can have several findings. The group drifts if any of them is a drift.
    const same = before?.observedAt === observedAt ? before : undefined;
    const drifting = isDrift(finding) || kind === 'drift-without-event';
    told.set(group.id, {
      observedAt,
      drifting: drifting || same?.drifting === true,
      reported: joined(same?.reported, reportOf(finding, observedAt)),
      digests: [...(same?.digests ?? []), ...(digest === undefined ? [] : [digest])],
    });
  }
  return told;
}

function joined(before: Reported | undefined, one: Reported | undefined): Reported | undefined {
  if (before === undefined || one === undefined) return before ?? one;
  // Two environments can read the same state at the same time.
  return { ...before, states: [...new Set([...before.states, ...one.states])].sort() };
}

import { FINDING_SCHEMA, type Finding, isDrift } from '../src/core/finding/finding.ts';
import type { Host } from './host.ts';
import { ownLog } from './own-log.ts';

/** What was last told of a group. */
export interface Told {
  observedAt: string;
  drifting: boolean;
  /** Of each drift that was stated then; see driftDigest(). */
  digests: string[];
}

/** What is told of enforcing is no judgement: the one that it follows stands. */
const OF_ENFORCING = new Set(['enforce-dry-run', 'enforce-stopped']);

/** Epoch milliseconds. */
interface Period {
  since: number;
  /** What was observed from then on does not count; left out = everything counts. */
  until?: number;
  /** Left out = of every group. */
  groupId?: string;
}

/** The last finding of each group, or of one, of a period, by group id. */
export async function recentFindings(
  host: Host,
  { since, until = Number.POSITIVE_INFINITY, groupId = 'sg-*' }: Period,
): Promise<Map<string, Told>> {
  const pattern = `{ $.schema = "${FINDING_SCHEMA}" && $.group.id = "${groupId}" && $.kind != "denied-attempt" }`;
  const told = new Map<string, Told>();
  for await (const message of ownLog(host, since, pattern)) {
    const finding = JSON.parse(message) as Partial<Finding> & Pick<Finding, 'kind'>;
    const { group, observedAt, kind, code, digest } = finding;
    if (group === undefined || observedAt === undefined || OF_ENFORCING.has(code ?? '')) continue;
    if (Date.parse(observedAt) >= until) continue;
    const before = told.get(group.id);
    if (before && before.observedAt > observedAt) continue;
    // One judgement can be several findings: it drifts if any of them says so.
    const same = before?.observedAt === observedAt ? before : undefined;
    const drifting = isDrift(finding) || kind === 'drift-without-event';
    told.set(group.id, {
      observedAt,
      drifting: drifting || same?.drifting === true,
      digests: [...(same?.digests ?? []), ...(digest === undefined ? [] : [digest])],
    });
  }
  return told;
}

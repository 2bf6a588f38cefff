import { FINDING_SCHEMA, type Finding } from '../src/core/finding.ts';
import type { Host } from './monitor.ts';
import { ownLog } from './own-log.ts';

/** What was last told of a group. */
export interface Told {
  observedAt: string;
  drifting: boolean;
}

/** The last finding of each group since a time (epoch ms), by group id. */
export async function recentFindings(host: Host, since: number): Promise<Map<string, Told>> {
  const pattern = `{ $.schema = "${FINDING_SCHEMA}" && $.group.id = "sg-*" && $.kind != "denied-attempt" }`;
  const told = new Map<string, Told>();
  for await (const message of ownLog(host, since, pattern)) {
    const { group, observedAt, kind } = JSON.parse(message) as Partial<Finding>;
    if (group === undefined || observedAt === undefined) continue;
    const before = told.get(group.id);
    if (before && before.observedAt > observedAt) continue;
    const drifting = kind === 'drift' || kind === 'drift-without-event';
    // One judgement can be several findings: it drifts if any of them says so.
    const sameJudgement = before?.observedAt === observedAt;
    told.set(group.id, { observedAt, drifting: drifting || (sameJudgement && before.drifting) });
  }
  return told;
}

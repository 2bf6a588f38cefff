import { FINDING_SCHEMA, type Finding } from '../src/core/finding.ts';
import type { Host } from './monitor.ts';

/** What was last told of a group. */
export interface Told {
  observedAt: string;
  drifting: boolean;
}

/**
 * Reads the function's own log: the last finding of each group since a time (epoch ms). The log is the only
 * memory that outlives an execution environment.
 */
export async function recentFindings(host: Host, since: number): Promise<Map<string, Told>> {
  const logs = await host.aws.logs();
  const told = new Map<string, Told>();
  let nextToken: string | undefined;
  do {
    const page = await logs.filterLogEvents({
      logGroupName: host.settings.own.logGroupName,
      startTime: since,
      filterPattern: `{ $.schema = "${FINDING_SCHEMA}" && $.group.id = "sg-*" && $.kind != "denied-attempt" }`,
      nextToken,
    });
    for (const { message } of page.events ?? []) {
      const finding = JSON.parse(message ?? '{}') as Partial<Finding>;
      const id = finding.group?.id;
      const observedAt = finding.observedAt;
      if (id === undefined || observedAt === undefined) continue;
      const before = told.get(id);
      if (before && before.observedAt > observedAt) continue;
      const drifting = finding.kind === 'drift' || finding.kind === 'drift-without-event';
      // One judgement can be several findings: it drifts if any of them says so.
      told.set(id, {
        observedAt,
        drifting: drifting || (before?.observedAt === observedAt && before.drifting),
      });
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return told;
}

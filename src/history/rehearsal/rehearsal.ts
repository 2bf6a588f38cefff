import { SEVERITIES, type Severity } from '../../core/baseline/baseline.ts';
import { isAlert } from '../../core/finding/finding.ts';
import {
  REHEARSAL_SCHEMA,
  type RehearsalReport,
  type RehearsedFinding,
  wouldCall,
} from '../../reports/rehearsal.ts';

import { propose } from './proposals.ts';
import { type ReplayInput, replay } from './replay.ts';

export interface RehearsalInput extends ReplayInput {
  /** Epoch milliseconds: decides the end date of proposed exceptions. */
  now: number;
  /** Decides which findings are counted and shown. The states always follow from all changes. */
  wanted(finding: RehearsedFinding): boolean;
}

const WEEK_MS = 7 * 86_400_000;

/** Replays the changes and counts the alerts that the team would have received. */
export function rehearsal(input: RehearsalInput): RehearsalReport {
  const replayed = replay(input);
  const findings = replayed.findings.filter((finding) => finding.code !== 'in-line' && input.wanted(finding));
  const alerts = findings.filter(wouldCall);
  const times = input.changes.map(({ change }) => change.time);
  const since = times[0];
  const until = times.at(-1);
  const spanMs = since === undefined ? 0 : Date.parse(until!) - Date.parse(since);
  return {
    schema: REHEARSAL_SCHEMA,
    baseline: input.baseline.compiled.origin,
    since,
    until,
    changes: input.changes.length,
    alerts: alerts.length,
    alertsPerWeek: round((alerts.length * WEEK_MS) / Math.max(spanMs, WEEK_MS)),
    deniedAttempts: findings.filter(({ kind }) => kind === 'denied-attempt').length,
    severities: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, alerts.filter((alert) => alert.severity === severity).length]),
    ) as Record<Severity, number>,
    byActor: counted(alerts, ({ change }) => change.actor.arn).map(({ first, ...counts }) => ({
      actor: first.change.actor,
      ...counts,
    })),
    byGroup: counted(alerts.filter(isAlert), ({ group }) => group?.id ?? '').map(({ first, ...counts }) => ({
      id: first.group?.id ?? '',
      name: first.group?.name,
      ...counts,
    })),
    findings,
    gaps: replayed.gaps,
    proposals: propose(replayed.findings.filter(input.wanted), input.now),
  };
}

interface Counted {
  first: RehearsedFinding;
  alerts: number;
  worst: Severity;
}

/** Most first. */
function counted(alerts: readonly RehearsedFinding[], key: (finding: RehearsedFinding) => string): Counted[] {
  const by = new Map<string, Counted>();
  for (const alert of alerts) {
    const known = by.get(key(alert));
    if (known === undefined) by.set(key(alert), { first: alert, alerts: 1, worst: alert.severity });
    else {
      known.alerts++;
      if (SEVERITIES.indexOf(alert.severity) > SEVERITIES.indexOf(known.worst)) known.worst = alert.severity;
    }
  }
  return [...by.values()].sort((a, b) => b.alerts - a.alerts);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

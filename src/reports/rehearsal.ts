import type { Severity } from '../core/baseline/baseline.ts';
import { type FindingChange, isAlert, type Verdict } from '../core/finding/finding.ts';
import type { Actor } from '../core/record/change.ts';

export const REHEARSAL_SCHEMA = 'secgroup-monitor/rehearsal/1';

/** What the monitor would have reported with a baseline about the changes of a window. */
export interface RehearsalReport {
  schema: typeof REHEARSAL_SCHEMA;
  /** The origin of the baseline. */
  baseline: string;
  /** ISO 8601: the first and the last change; undefined if there was no change. */
  since?: string | undefined;
  until?: string | undefined;
  changes: number;
  /** The number of drifts with severity low and above, which would have notified somebody. */
  alerts: number;
  alertsPerWeek: number;
  deniedAttempts: number;
  severities: Record<Severity, number>;
  byActor: { actor: Actor; alerts: number; worst: Severity }[];
  byGroup: { id: string; name?: string | undefined; alerts: number; worst: Severity }[];
  /** Everything except `in-line`, oldest first. */
  findings: RehearsedFinding[];
  /** The changes whose earlier state the records do not show. */
  gaps: Gap[];
  proposals: Proposals;
}

/** A verdict that the monitor would have written, with the change that led to it. */
export interface RehearsedFinding extends Verdict {
  /** ISO 8601: the change's own time. */
  time: string;
  account: string;
  region: string;
  change: FindingChange;
}

/** A change whose earlier state the records do not show. */
export interface Gap {
  groupId: string;
  /** ISO 8601: before this time, the state is a guess. */
  before: string;
  reason: string;
}

/** Additions to a baseline that would have prevented the alerts of a window. A person must confirm them. */
export interface Proposals {
  exceptions: { group: string; rule: string; until: string; reason: string }[];
  trusted: { principal: string; settle: string }[];
  /** Rules whose severity is too high for a proposal. They need a person's decision. */
  withheld: { group: string; rule: string; severity: Severity }[];
  /** Both lists as part of a baseline file; empty if there is nothing to propose. */
  yaml: string;
}

/** True for drift, and for a call that could not be judged: both would have called somebody. */
export function wouldCall(finding: RehearsedFinding): boolean {
  return isAlert(finding) || finding.kind === 'error';
}

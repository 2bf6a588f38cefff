import type { Severity } from '../baseline/baseline.ts';
import type { Actor, Via } from '../record/change.ts';

export const FINDING_SCHEMA = 'secgroup-monitor/finding/1';

export type FindingKind =
  | 'drift'
  | 'resolved'
  | 'compliant'
  | 'denied-attempt'
  | 'tamper'
  | 'drift-without-event'
  | 'error';

/** detail-type of the custom event (source `secgroup-monitor`) that carries a finding of each kind. */
export const FINDING_DETAIL_TYPES: Record<FindingKind, string> = {
  drift: 'Security Group Drift',
  resolved: 'Security Group Drift Resolved',
  compliant: 'Security Group Compliant',
  'denied-attempt': 'Security Group Change Denied',
  tamper: 'Security Group Monitoring Tampered',
  'drift-without-event': 'Security Group Drift Without Event',
  error: 'Security Group Monitoring Error',
};

/** The code of a finding. Its texts are in describe.ts and describe-code.ts only. */
export type FindingCode =
  | 'unexpected-ingress'
  | 'missing-ingress'
  | 'forbidden-ingress'
  | 'unlisted-group'
  | 'group-deleted'
  | 'in-line'
  | 'back-in-line'
  | 'transient-exposure'
  | 'description-changed'
  | 'entry-changed'
  | 'exception-expired'
  | 'unreadable-rule'
  | 'opaque-prefix-list'
  | 'attachment-changed'
  | 'denied-attempt'
  | 'monitoring-tampered'
  | 'monitoring-changed-by-operator'
  | 'enforced'
  | 'enforce-dry-run'
  | 'enforce-stopped'
  | 'unreadable-event';

/** A part of an exposure in the rule grammar, with the live rules that cause it. */
export interface FindingItem {
  rule: string;
  /** Rule ids, `sgr-…`; empty for missing rules. */
  ids: string[];
  /** For a part of a broad rule: that rule, and the part of it that is allowed. */
  of?: { rule: string; allowed: string[] } | undefined;
}

export interface FindingGroup {
  id: string;
  name?: string | undefined;
  vpcId?: string | undefined;
}

export interface FindingChange {
  eventId: string;
  requestId?: string | undefined;
  eventName: string;
  time: string;
  actor: Actor;
  sourceIp?: string | undefined;
  userAgent?: string | undefined;
  via: Via;
  /** Rule lines. */
  added: string[];
  removed: string[];
  errorCode?: string | undefined;
  /** False if the group already admitted everything that the change added; absent if unknown. */
  netNew?: boolean | undefined;
}

/** The result of a judgement. The pipeline adds the place and time (see Finding). */
export interface Verdict {
  kind: FindingKind;
  code: FindingCode;
  severity: Severity;
  group?: FindingGroup | undefined;
  unexpected: FindingItem[];
  missing: FindingItem[];
  /** Name of the baseline entry that the group was judged against, or the `never` line. */
  baseline?: string | undefined;
  /** Arguments of the code: plain data for describe(). */
  args: Record<string, string | number | boolean | string[]>;
}

/** True for drift with a known change; a sweep reports drift without one as `drift-without-event`. */
export function isDrift({ kind }: Pick<Verdict, 'kind'>): boolean {
  return kind === 'drift';
}

/** True for drift that needs a person: severity low and above. */
export function isAlert(verdict: Pick<Verdict, 'kind' | 'severity'>): boolean {
  return isDrift(verdict) && verdict.severity !== 'info';
}

/** One finding: a line in the log group. */
export interface Finding extends Verdict {
  schema: typeof FINDING_SCHEMA;
  stack: string;
  account: string;
  region: string;
  /** ISO 8601: when the finding was written. */
  time: string;
  change?: FindingChange | undefined;
  /** Milliseconds from the time of the change to the writing of this line. */
  latencyMs?: number | undefined;
  /**
   * ISO 8601: when reading the group began. Of several findings of one group, the one with the latest time
   * describes its final state, regardless of the order in which they were written.
   */
  observedAt?: string | undefined;
  /** ISO 8601: when the handler received the event. */
  receivedAt?: string | undefined;
  /** Only for drift: equal for findings that report the same about a group. An opaque value. */
  digest?: string | undefined;
}

export const HEARTBEAT_SCHEMA = 'secgroup-monitor/heartbeat/1';

/** The line at the end of each sweep. It shows that the function runs even if there are no findings. */
export interface Heartbeat {
  schema: typeof HEARTBEAT_SCHEMA;
  stack: string;
  account: string;
  region: string;
  time: string;
  groups: number;
  drifting: number;
  durationMs: number;
  /** Lines that the sweep read in the log group and the function did not write; absent if there are none. */
  forged?: number | undefined;
}

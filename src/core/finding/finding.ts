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

/** What was found, as a code; the words for each are in describe.ts and describe-code.ts, and nowhere else. */
export type FindingCode =
  | 'unexpected-ingress'
  | 'missing-ingress'
  | 'forbidden-ingress'
  | 'unlisted-group'
  | 'group-deleted'
  | 'in-line'
  | 'back-in-line'
  | 'description-changed'
  | 'exception-expired'
  | 'opaque-prefix-list'
  | 'attachment-changed'
  | 'denied-attempt'
  | 'monitoring-tampered'
  | 'monitoring-changed-by-operator'
  | 'enforced'
  | 'enforce-dry-run'
  | 'enforce-stopped'
  | 'unreadable-event';

/** A part of an exposure in the baseline's grammar, with the live rules that cause it. */
export interface FindingItem {
  rule: string;
  /** `sgr-…`; empty for what is missing. */
  ids: string[];
  /** Where the part is what remains of a broad rule: that rule, and what of it is allowed. */
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
  /** Lines of the rule grammar. */
  added: string[];
  removed: string[];
  errorCode?: string | undefined;
  /** False when the change admits nothing that the group did not admit before; absent when unknown. */
  netNew?: boolean | undefined;
}

/** What a judgement states; the pipeline adds where and when (see Finding). */
export interface Verdict {
  kind: FindingKind;
  code: FindingCode;
  severity: Severity;
  group?: FindingGroup | undefined;
  unexpected: FindingItem[];
  missing: FindingItem[];
  /** Name of the baseline's entry that was judged against, or the `never` line. */
  baseline?: string | undefined;
  /** Arguments of the code: plain data for describe(). */
  args: Record<string, string | number | boolean | string[]>;
}

/** Drift that a change made; what a sweep finds by itself is `drift-without-event`. */
export function isDrift({ kind }: Pick<Verdict, 'kind'>): boolean {
  return kind === 'drift';
}

/** Drift that calls somebody: of severity low and above. */
export function isAlert(verdict: Pick<Verdict, 'kind' | 'severity'>): boolean {
  return isDrift(verdict) && verdict.severity !== 'info';
}

/** One line of the log (design, section 5). */
export interface Finding extends Verdict {
  schema: typeof FINDING_SCHEMA;
  stack: string;
  account: string;
  region: string;
  /** ISO 8601: when it was written. */
  time: string;
  change?: FindingChange | undefined;
  /** From the change's own time to the writing of this line. */
  latencyMs?: number | undefined;
  /**
   * ISO 8601: when reading the group began. Of several findings of one group the one observed last
   * is the judgement of its final state, whatever the order in which they were written.
   */
  observedAt?: string | undefined;
  /** ISO 8601: when the handler received the event. */
  receivedAt?: string | undefined;
  /** Of drift: equal where the same is told of a group again. Not meant to be read. */
  digest?: string | undefined;
}

export const HEARTBEAT_SCHEMA = 'secgroup-monitor/heartbeat/1';

/** One line at the end of each sweep: silence with a heartbeat is health. */
export interface Heartbeat {
  schema: typeof HEARTBEAT_SCHEMA;
  stack: string;
  account: string;
  region: string;
  time: string;
  groups: number;
  drifting: number;
  durationMs: number;
}

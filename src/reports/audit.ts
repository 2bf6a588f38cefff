import type { Severity } from '../core/baseline/baseline.ts';
import type { PortKind } from '../core/exposure/notable-ports.ts';
import type { FindingCode, Verdict } from '../core/finding/finding.ts';
import type { Actor, Via } from '../core/record/change.ts';

export const AUDIT_SCHEMA = 'secgroup-monitor/audit/1';

/**
 * What `audit` gives back: all that its renderers (pretty, json, csv, sarif, ocsf, asff, html) need, and
 * nothing that differs between two runs over the same account but `time`.
 */
export interface AuditReport {
  schema: typeof AUDIT_SCHEMA;
  /** Version of secgroup-monitor that wrote it. */
  version: string;
  /** ISO 8601: when the groups were read. */
  time: string;
  source: 'live' | 'files' | 'plan';
  /** Where the baseline came from: a file's name, `preset:guard`, or `installed:<stack>`. */
  baseline: string;
  /** One per account and Region, or per input file. Those that failed have `error` and no groups. */
  scopes: AuditScope[];
  summary: AuditSummary;
  /** Worst first; then by account, Region, group and code. No in-line verdicts. */
  findings: AuditFinding[];
  /** Every judged group, by account, Region, name and id. */
  groups: AuditGroup[];
  /** Only with `--plan`: values that Terraform knows only after apply, so they were not judged. */
  unknown: AuditUnknown[];
  /** Only with `--against`. */
  against?: AuditComparison | undefined;
  /** Only with `--history`: recorded changes of judged groups, newest first. */
  changes?: AuditChange[] | undefined;
}

export interface AuditScope {
  /** Empty when unknown: a file whose groups name none, or an account that could not be entered. */
  account: string;
  region: string;
  /** The input file as the user named it; `-` is standard input. */
  file?: string | undefined;
  groups: number;
  rules: number;
  /** Why it could not be read. The others were read all the same. */
  error?: AuditScopeError | undefined;
  /** What was left out of the context, and why: `ec2:DescribeNetworkInterfaces was denied …`. */
  notes: string[];
}

export interface AuditScopeError {
  /** An AppError's code. */
  code: string;
  message: string;
  hint?: string | undefined;
  /** AWS's own code, such as `UnauthorizedOperation`. */
  awsCode?: string | undefined;
}

export interface AuditSummary {
  /** Groups that were judged. */
  groups: number;
  rules: number;
  /** Groups without a finding of low or above. */
  inLine: number;
  /** Groups with a finding of low or above. */
  drifting: number;
  /** Scopes that could not be read. */
  failedScopes: number;
  /** Findings by severity; every severity is there. */
  severities: Record<Severity, number>;
  /** Findings by code; only codes that occur. */
  codes: Partial<Record<FindingCode, number>>;
}

export interface AuditFinding extends Verdict {
  /**
   * Identity between runs: account, Region, group, code and baseline entry, joined by `/`. It stays when
   * the parts of a finding change; two findings of one report never share it (a group that is in two input
   * files gets `#2`).
   */
  key: string;
  account: string;
  region: string;
  /** The input file that the group came from. */
  file?: string | undefined;
  /** Only with `--against`. */
  status?: 'new' | 'unchanged' | undefined;
  /** Absent for files and plans, and when it could not be read. The same for all findings of a group. */
  context?: AuditContext | undefined;
  /** AWS CLI commands that would mend the whole group, in order: authorize first, then revoke. */
  mend: string[];
}

export interface AuditContext {
  /** Is it on any network interface? Absent when that could not be read. */
  attached?: boolean | undefined;
  /** At most 20; `attachmentCount` has the number of all. */
  attachments: AuditAttachment[];
  attachmentCount: number;
  /** Public IPv4 addresses of the interfaces that the group is on, and their IPv6 addresses; at most 20. */
  publicAddresses: string[];
  /** Only with `--who`: the newest recorded change of the group's ingress, up to 90 days back. */
  lastChange?: AuditLastChange | undefined;
}

export interface AuditAttachment {
  interfaceId: string;
  /** What the interface belongs to, as far as EC2's description of it tells. */
  kind:
    | 'instance'
    | 'load-balancer'
    | 'database'
    | 'function'
    | 'endpoint'
    | 'nat-gateway'
    | 'container'
    | 'other';
  /** The instance's id, the load balancer's or function's name; else the interface's description. */
  name: string;
  publicAddress?: string | undefined;
}

export interface AuditLastChange {
  /** ISO 8601. */
  time: string;
  eventId: string;
  eventName: string;
  actor: Actor;
  via: Via;
  sourceIp?: string | undefined;
}

export interface AuditGroup {
  id: string;
  name: string;
  vpcId?: string | undefined;
  account: string;
  region: string;
  file?: string | undefined;
  /** Name of the baseline's entry that it was judged against. */
  entry?: string | undefined;
  /** The worst finding's severity; absent when it is in line. */
  worst?: Severity | undefined;
  rules: number;
  /** Which notable ports it admits, and from how far. Ports that it does not admit are left out. */
  exposure: AuditExposure[];
}

/** From how far a port can be reached; the farthest that holds. */
export type Reach = 'anywhere' | 'public' | 'private' | 'reference' | 'unknown';

export interface AuditExposure {
  /** As in docs/severity.md: `SSH`, `MySQL`. */
  name: string;
  kind: PortKind;
  /** In the rule grammar: `tcp 22`. */
  ports: string;
  reach: Reach;
}

export interface AuditUnknown {
  /** Terraform address: `aws_security_group.web`. */
  address: string;
  /** The attribute whose value is known after apply: `ingress[0].cidr_blocks`. */
  attribute: string;
}

export interface AuditComparison {
  /** `time` and `baseline` of the earlier report. */
  time: string;
  baseline: string;
  new: number;
  unchanged: number;
  /** Findings of the earlier report that are no more. */
  fixed: AuditFinding[];
}

/** One recorded change of ingress, as `history --format json` has it. */
export interface AuditChange {
  eventId: string;
  eventName: string;
  /** ISO 8601. */
  time: string;
  account: string;
  region: string;
  groupIds: string[];
  actor: Actor;
  via: Via;
  sourceIp?: string | undefined;
  /** Lines of the rule grammar. With `errorCode` the call failed, and they are what it asked for. */
  added: string[];
  removed: string[];
  errorCode?: string | undefined;
}

/** Just what the report keeps of a change that may carry more. */
export function auditChange(item: AuditChange): AuditChange {
  const { eventId, eventName, time, account, region, groupIds, actor, via, added, removed } = item;
  const { sourceIp, errorCode } = item;
  return {
    ...{ eventId, eventName, time, account, region, groupIds, actor, via, added, removed },
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(errorCode === undefined ? {} : { errorCode }),
  };
}

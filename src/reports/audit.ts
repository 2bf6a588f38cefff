import type { Severity } from '../core/baseline/baseline.ts';
import type { PortKind } from '../core/exposure/notable-ports.ts';
import type { FindingCode, Verdict } from '../core/finding/finding.ts';
import type { Actor, Via } from '../core/record/change.ts';

export const AUDIT_SCHEMA = 'secgroup-monitor/audit/1';

/**
 * What `audit` gives back: all that its renderers (pretty, json, csv, sarif, ocsf, asff, html, markdown) need, and
 * nothing that differs between two runs over the same account but `time`.
 */
export interface AuditReport {
  schema: typeof AUDIT_SCHEMA;
  /** Version of secgroup-monitor that wrote the report. */
  version: string;
  /** ISO 8601: when the groups were read. */
  time: string;
  source: 'live' | 'files' | 'plan' | 'template';
  /** Only with `--title`: the title of the HTML report. */
  title?: string | undefined;
  /**
   * Source of the baseline: a file name, `preset:guard`, or `installed:<stack>`, which is the baseline of each scope's
   * own stack. If scopes have different ones, all of them, joined by `, `.
   */
  baseline: string;
  /** One for each account and Region, or for each input file. Scopes that failed have `error` and no groups. */
  scopes: AuditScope[];
  summary: AuditSummary;
  /** Sorted by severity (worst first), account, Region, group and code, without `in-line` verdicts. */
  findings: AuditFinding[];
  /** Every judged group, sorted by account, Region, name and id. */
  groups: AuditGroup[];
  /** Only with `--plan` and `--template`: unknown values that decide what groups admit. They were not judged. */
  unknown: AuditUnknown[];
  /** Only with `--against`. */
  against?: AuditComparison | undefined;
  /** Only with `--history`: recorded changes of judged groups, newest first. */
  changes?: AuditChange[] | undefined;
}

export interface AuditScope {
  /** Empty if unknown: a file without account ids, or an account whose role could not be assumed. */
  account: string;
  /** The account's alias; only for the HTML report. */
  alias?: string | undefined;
  region: string;
  /** The input file as given on the command line; `-` is standard input. */
  file?: string | undefined;
  /** Source of the baseline of this scope; only if scopes have different ones. */
  baseline?: string | undefined;
  groups: number;
  rules: number;
  /** The reason why the scope could not be read. The other scopes were still read. */
  error?: AuditScopeError | undefined;
  /** Missing parts of the context, with the reason: `ec2:DescribeNetworkInterfaces was denied …`. */
  notes: string[];
}

export interface AuditScopeError {
  /** The code of the AppError. */
  code: string;
  message: string;
  hint?: string | undefined;
  /** AWS's own code, such as `UnauthorizedOperation`. */
  awsCode?: string | undefined;
}

export interface AuditSummary {
  /** Groups that were read. */
  groups: number;
  rules: number;
  /** Groups that match their baseline entry: no finding of severity low or above. */
  inLine: number;
  /** Groups without an entry and without such a finding: only the `never` lines judged them. */
  notForbidden: number;
  /** Groups that nothing in the baseline judges. */
  unjudged: number;
  /** Groups with a finding of severity low or above. */
  drifting: number;
  /** Scopes that could not be read. */
  failedScopes: number;
  /** Number of findings by severity; contains every severity. */
  severities: Record<Severity, number>;
  /** Number of findings by code; contains only codes with findings. */
  codes: Partial<Record<FindingCode, number>>;
}

export function isNothingJudged({ groups, unjudged }: AuditSummary): boolean {
  return groups === unjudged;
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
  /** Position of the group in that file: the address, and the line if it is known. */
  address?: string | undefined;
  line?: number | undefined;
  /** Only with `--against`. */
  status?: 'new' | 'unchanged' | undefined;
  /** Absent for files and plans, and if it could not be read. Equal for all findings of a group. */
  context?: AuditContext | undefined;
  /** AWS CLI commands that fix the whole group, in this order: authorize, then revoke. */
  mend: string[];
}

export interface AuditContext {
  /** True if the group is attached to a network interface. Absent if that could not be read. */
  attached?: boolean | undefined;
  /** At most 20; `attachmentCount` is the total. */
  attachments: AuditAttachment[];
  attachmentCount: number;
  /** Public IPv4 addresses and all IPv6 addresses of the interfaces that the group is attached to; at most 20. */
  publicAddresses: string[];
  /** Only with `--who`: the newest recorded change of the group's ingress, up to 90 days back. */
  lastChange?: AuditLastChange | undefined;
}

export interface AuditAttachment {
  interfaceId: string;
  /** The kind of resource that the interface belongs to, if EC2's description of the interface shows it. */
  kind:
    | 'instance'
    | 'load-balancer'
    | 'database'
    | 'function'
    | 'endpoint'
    | 'nat-gateway'
    | 'container'
    | 'other';
  /** The id of the instance, or the name of the load balancer or function; otherwise the interface's description. */
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
  /** Name of the baseline entry that the group was judged against. */
  entry?: string | undefined;
  judgedBy: JudgedBy;
  /** The highest severity among the group's findings; absent if the group matches the baseline. */
  worst?: Severity | undefined;
  rules: number;
  /** The notable ports that the group admits, with their reach. */
  exposure: AuditExposure[];
}

/**
 * The part of the baseline that judged a group: an entry, `unlisted: alert`, only the `never` lines, or nothing
 * (`unlisted: ignore` without a `never` line).
 */
export type JudgedBy = 'entry' | 'unlisted' | 'never' | 'nothing';

/** The widest set of sources from which a port is admitted. */
export type Reach = 'anywhere' | 'public' | 'private' | 'reference' | 'unknown';

export interface AuditExposure {
  /** A name from docs/severity.md: `SSH`, `MySQL`. */
  name: string;
  kind: PortKind;
  /** Protocol and ports in the rule grammar: `tcp 22`. */
  ports: string;
  reach: Reach;
  judgement: ExposureJudgement;
}

/**
 * `finding`: at least one source of the port is unexpected or forbidden. `allowed`: the baseline allows all of them.
 * `unmentioned`: the baseline neither allows nor forbids some of them.
 */
export type ExposureJudgement = 'finding' | 'allowed' | 'unmentioned';

export interface AuditUnknown {
  /** Address of the resource: `aws_security_group.web`. Empty for the whole file. */
  address: string;
  /** The attribute with the unknown value: `ingress[0].cidr_blocks`. Empty for the whole resource. */
  attribute: string;
  reason: UnknownReason;
  /** The fault of an unreadable value, the reason of a deferred change, or the type that we do not read. */
  detail?: string | undefined;
  /** The input file, if there are several. */
  file?: string | undefined;
}

/**
 * - `after-apply`: Terraform knows the value only after apply.
 * - `unresolved`: the template does not contain the value.
 * - `unreadable`: EC2 does not accept this entry of a prefix list.
 * - `deferred`: Terraform leaves the change to a later plan.
 * - `incomplete`: the plan itself says that it is not complete.
 * - `unread-type`: a resource of this type can decide what a group admits, but we do not read it.
 */
export type UnknownReason =
  | 'after-apply'
  | 'unresolved'
  | 'unreadable'
  | 'deferred'
  | 'incomplete'
  | 'unread-type';

export interface AuditComparison {
  /** `time` and `baseline` of the earlier report. */
  time: string;
  baseline: string;
  new: number;
  unchanged: number;
  /** Findings of the earlier report that no longer exist. */
  fixed: AuditFinding[];
}

/** One recorded change of ingress, as in `history --format json`. */
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
  /** Rule lines. With `errorCode`, the call failed, and these are the rules that it requested. */
  added: string[];
  removed: string[];
  errorCode?: string | undefined;
}

/** Returns the members of a change that the report contains, without any others. */
export function auditChange(item: AuditChange): AuditChange {
  const { eventId, eventName, time, account, region, groupIds, actor, via, added, removed } = item;
  const { sourceIp, errorCode } = item;
  return {
    ...{ eventId, eventName, time, account, region, groupIds, actor, via, added, removed },
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(errorCode === undefined ? {} : { errorCode }),
  };
}

import type { MetricAlarm } from '../../aws/services/cloudwatch.ts';
import type { Target } from '../../aws/services/events.ts';
import type { FunctionExtra } from '../kinds/function-extras.ts';

/** The properties of each kind of resource in a stack, as plain data. The modules in kinds/ read and write them. */
export interface Props {
  role: RoleProps;
  'role-policy': RolePolicyProps;
  'log-group': LogGroupProps;
  'baseline-copy': BaselineCopyProps;
  queue: QueueProps;
  function: FunctionProps;
  'failure-destination': FailureDestinationProps;
  permission: PermissionProps;
  rule: RuleProps;
  targets: TargetsProps;
  alarm: AlarmProps;
  dashboard: DashboardProps;
  bucket: BucketProps;
  trail: TrailProps;
}

export type ResourceKind = keyof Props;
export type ResourceTags = Record<string, string>;
/** An IAM policy document. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: PolicyStatement[];
}
export type PolicyStatement = Record<string, unknown>;

export interface RoleProps {
  path: string;
  description: string;
  trust: PolicyDocument;
  permissionsBoundary?: string | undefined;
  tags: ResourceTags;
}

export interface RolePolicyProps {
  role: string;
  policyName: string;
  document: PolicyDocument;
}

export interface LogGroupProps {
  /** Null: forever. */
  retentionDays: number | null;
  tags: ResourceTags;
}

export interface BaselineCopyProps {
  logGroup: string;
  /** Of the text, as streams are named by it. */
  digest: string;
  /** Baseline and options, as JSON. */
  text: string;
}

export interface QueueProps {
  /** In the format of SQS, in which all values are strings. */
  attributes: Record<string, string>;
  policy: PolicyDocument;
  tags: ResourceTags;
}

export interface FunctionProps {
  roleArn: string;
  runtime: string;
  architecture: string;
  handler: string;
  description: string;
  memoryMb: number;
  timeoutSeconds: number;
  logGroup: string;
  systemLogLevel: string;
  applicationLogLevel: string;
  /** SHA-256 of the zip in Base64, as Lambda returns it. */
  codeSha256: string;
  /** Settings that an install never makes. */
  extras?: readonly FunctionExtra[] | undefined;
  tags: ResourceTags;
}

export interface FailureDestinationProps {
  function: string;
  destination: string;
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
}

export interface PermissionProps {
  function: string;
  statementId: string;
  sourceArn: string;
}

export interface RuleProps {
  description: string;
  /** Either a pattern or a schedule. */
  pattern?: string | undefined;
  schedule?: string | undefined;
  enabled: boolean;
  tags: ResourceTags;
}

export interface TargetsProps {
  rule: string;
  /** Sorted by Id. */
  targets: Target[];
}

/** An alarm of one metric, as in PutMetricAlarm. */
export interface AlarmProps {
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  statistic: MetricAlarm['Statistic'];
  periodSeconds: number;
  evaluationPeriods: number;
  threshold: number;
  comparison: MetricAlarm['ComparisonOperator'];
  treatMissingData: string;
  /** Whether the actions are enabled. */
  enabled: boolean;
  /** ARNs of SNS topics, sorted. */
  actions: string[];
  tags: ResourceTags;
}

export interface DashboardProps {
  /** JSON, see "Dashboard body structure" in the CloudWatch API reference. */
  body: string;
}

export interface BucketProps {
  policy: PolicyDocument;
  tags: ResourceTags;
}

export interface TrailProps {
  bucket: string;
  tags: ResourceTags;
}

/** One desired resource. */
export type Resource = { [K in ResourceKind]: ResourceOf<K> }[ResourceKind];

export interface ResourceOf<K extends ResourceKind> {
  /** `<kind>:<name>`. */
  id: string;
  kind: K;
  name: string;
  /** Ids of the resources that must exist first. */
  dependsOn: string[];
  props: Props[K];
}

/** One existing resource in the account. */
export type Actual = { [K in ResourceKind]: ActualOf<K> }[ResourceKind];

export interface ActualOf<K extends ResourceKind> {
  id: string;
  kind: K;
  name: string;
  /** Whether it, or the resource that it belongs to, has the tag of this stack. */
  ours: boolean;
  /** Why it is the stack's own although it does not have the tag, in words; undefined for all others. */
  lost?: string | undefined;
  /** The properties that AWS returns; undefined if not set. */
  props: Partial<Props[K]>;
  /** Facts that only the kind itself needs, for example ARN, URL and state. */
  facts: Record<string, string | number | boolean | undefined>;
}

export function idOf(kind: ResourceKind, name: string): string {
  return `${kind}:${name}`;
}

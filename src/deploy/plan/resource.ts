import type { Target } from '../../aws/services/events.ts';

/** What a stack is made of, as plain data. The kinds under kinds/ know how to read and write each. */
export interface Props {
  role: RoleProps;
  'role-policy': RolePolicyProps;
  'log-group': LogGroupProps;
  queue: QueueProps;
  function: FunctionProps;
  'failure-destination': FailureDestinationProps;
  permission: PermissionProps;
  rule: RuleProps;
  targets: TargetsProps;
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
  retentionDays: number;
  tags: ResourceTags;
}

export interface QueueProps {
  /** As SQS takes them: all strings. */
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
  /** Base64 of SHA-256 over the zip, as Lambda states it. */
  codeSha256: string;
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
  /** One of the two. */
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

export interface BucketProps {
  policy: PolicyDocument;
  tags: ResourceTags;
}

export interface TrailProps {
  bucket: string;
  tags: ResourceTags;
}

/** One thing that install wants to be there. */
export type Resource = { [K in ResourceKind]: ResourceOf<K> }[ResourceKind];

export interface ResourceOf<K extends ResourceKind> {
  /** `<kind>:<name>`. */
  id: string;
  kind: K;
  name: string;
  /** Ids of what must be in place before. */
  dependsOn: string[];
  props: Props[K];
}

/** One thing that was found in the account. */
export type Actual = { [K in ResourceKind]: ActualOf<K> }[ResourceKind];

export interface ActualOf<K extends ResourceKind> {
  id: string;
  kind: K;
  name: string;
  /** Does it carry our tag with this stack's name (or hang on something that does)? */
  ours: boolean;
  /** As far as AWS tells; what is not set is undefined. */
  props: Partial<Props[K]>;
  /** Facts that only the kind itself needs: ARN, URL, state. */
  facts: Record<string, string | number | boolean | undefined>;
}

export function idOf(kind: ResourceKind, name: string): string {
  return `${kind}:${name}`;
}

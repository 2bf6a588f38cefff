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

export type Kind = keyof Props;
export type Tags = Record<string, string>;
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
  tags: Tags;
}

export interface RolePolicyProps {
  role: string;
  policyName: string;
  document: PolicyDocument;
}

export interface LogGroupProps {
  retentionDays: number;
  tags: Tags;
}

export interface QueueProps {
  /** As SQS takes them: all strings. */
  attributes: Record<string, string>;
  policy: PolicyDocument;
  tags: Tags;
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
  tags: Tags;
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
  tags: Tags;
}

export interface TargetsProps {
  rule: string;
  /** Sorted by Id. */
  targets: Target[];
}

export interface BucketProps {
  policy: PolicyDocument;
  tags: Tags;
}

export interface TrailProps {
  bucket: string;
  tags: Tags;
}

/** One thing that install wants to be there. */
export type Resource = { [K in Kind]: ResourceOf<K> }[Kind];

export interface ResourceOf<K extends Kind> {
  /** `<kind>:<name>`. */
  id: string;
  kind: K;
  name: string;
  /** Ids of what must be in place before. */
  dependsOn: string[];
  props: Props[K];
}

/** One thing that was found in the account. */
export type Actual = { [K in Kind]: ActualOf<K> }[Kind];

export interface ActualOf<K extends Kind> {
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

export function idOf(kind: Kind, name: string): string {
  return `${kind}:${name}`;
}

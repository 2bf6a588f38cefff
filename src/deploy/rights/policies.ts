import type { CompiledBaseline, CompiledGroup } from '../../core/baseline/baseline.ts';
import type { InstallSettings } from '../install/install-settings.ts';
import type { PolicyDocument, PolicyStatement } from '../plan/resource.ts';
import { arnOf, type CallerIdentity, QUEUE_STATEMENT, type StackNames } from '../stack.ts';
import { ENFORCE_RIGHTS, HANDLER_RIGHTS, policyOf } from './permissions.ts';

export function trustPolicy(service: 'lambda.amazonaws.com' | 'events.amazonaws.com'): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

/** The policy of the handler in this stack, with only the permissions that the settings need. */
export function handlerPolicy(
  names: StackNames,
  identity: CallerIdentity,
  settings: Pick<InstallSettings, 'enforce'>,
  baseline: CompiledBaseline,
): PolicyDocument {
  const { partition, region, account } = identity;
  const values = { partition, region, account, logGroup: names.logGroup, queue: names.queue };
  const policy = policyOf(HANDLER_RIGHTS, values);
  if (settings.enforce === 'on') policy.Statement.push(...enforceStatements(identity, baseline));
  return policy;
}

/**
 * Allows the two write actions on the groups of the baseline that can be restored: by id if the entry has one,
 * otherwise by tag or VPC. IAM has no condition key for a group's name, so an entry that matches only by name
 * allows all groups. For IAM, each rule that a call adds or removes is a separate resource.
 */
function enforceStatements(identity: CallerIdentity, baseline: CompiledBaseline): PolicyStatement[] {
  const Action = ENFORCE_RIGHTS.map(({ action }) => action).sort();
  const groups = baseline.groups.filter(({ enforce }) => enforce);
  if (groups.length === 0) return [];
  // Groups by id share one statement, because an inline policy can have at most 10,240 characters (IAM quotas).
  const byCondition = new Map<string, { resources: Set<string>; Condition: unknown }>();
  for (const group of groups) {
    const { Resource, Condition } = scopeOf(group, identity);
    const key = JSON.stringify(Condition ?? null);
    const merged = byCondition.get(key) ?? { resources: new Set(), Condition };
    merged.resources.add(Resource);
    byCondition.set(key, merged);
  }
  const allow = (Resource: string | string[], Condition?: unknown): PolicyStatement => ({
    Effect: 'Allow',
    Action,
    Resource,
    ...(Condition === undefined ? {} : { Condition }),
  });
  const statements = [...byCondition.values()].map(({ resources, Condition }) =>
    allow([...resources].sort(), Condition),
  );
  return [...statements, allow(arnOf(identity, 'ec2', 'security-group-rule/*'))];
}

function scopeOf(
  { match }: CompiledGroup,
  identity: CallerIdentity,
): { Resource: string; Condition?: PolicyStatement } {
  if (match.id !== undefined) return { Resource: arnOf(identity, 'ec2', `security-group/${match.id}`) };
  const tags = Object.entries(match.tag ?? {});
  // A wildcard has the same meaning in IAM, but StringEquals would treat its `*` as a character.
  const tested = (globs: boolean) =>
    tags
      .filter(([, value]) => /[*?]/.test(value) === globs)
      .map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
  const [plain, globs] = [tested(false), tested(true)];
  const vpc = match.vpc === undefined ? undefined : arnOf(identity, 'ec2', `vpc/${match.vpc}`);
  const Condition = {
    ...(plain.length === 0 ? {} : { StringEquals: Object.fromEntries(plain) as Record<string, string> }),
    ...(globs.length === 0 ? {} : { StringLike: Object.fromEntries(globs) as Record<string, string> }),
    ...(vpc === undefined ? {} : { ArnEquals: { 'ec2:Vpc': vpc } }),
  };
  return {
    Resource: arnOf(identity, 'ec2', 'security-group/*'),
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  };
}

/** Allows only the stack's rules to send undelivered events to the queue. */
export function queuePolicy(queueArn: string, ruleArns: readonly string[]): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: QUEUE_STATEMENT,
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': [...ruleArns].sort() } },
      },
    ],
  };
}

/** Allows only the stack's trail to write to its bucket (CloudTrail user guide, bucket policy). */
export function trailBucketPolicy(
  bucket: string,
  trailArn: string,
  identity: CallerIdentity,
): PolicyDocument {
  const arn = `arn:${identity.partition}:s3:::${bucket}`;
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const source = { 'aws:SourceArn': trailArn };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'acl-check',
        Effect: 'Allow',
        Principal,
        Action: 's3:GetBucketAcl',
        Resource: arn,
        Condition: { StringEquals: source },
      },
      {
        Sid: 'write',
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/${identity.account}/*`,
        Condition: { StringEquals: { ...source, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      {
        Sid: 'encrypted-transport',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}

/** Allows EventBridge to write to the streams and event buses among the extra targets. */
export function targetsPolicy(streams: readonly string[], buses: readonly string[]): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      ...(streams.length === 0
        ? []
        : [
            {
              Effect: 'Allow',
              Action: ['kinesis:PutRecord', 'kinesis:PutRecords'],
              Resource: [...streams].sort(),
            },
          ]),
      ...(buses.length === 0
        ? []
        : [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: [...buses].sort() }]),
    ],
  };
}

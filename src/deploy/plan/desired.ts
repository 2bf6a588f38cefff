import { extraTargets } from '../install/install-settings.ts';
import {
  handlerPolicy,
  queuePolicy,
  targetsPolicy,
  trailBucketPolicy,
  trustPolicy,
} from '../rights/policies.ts';
import {
  arnOf,
  bucketName,
  type CallerIdentity,
  FUNCTION_DESCRIPTION,
  ROLE_PATH,
  roleArn,
  ruleArn,
  type StackNames,
  stackTags,
} from '../stack.ts';
import type { ExtraTarget } from '../target-option.ts';
import { alarmsOf, dashboardBody } from './alarms.ts';
import { copyDigest } from './copy-digest.ts';
import type { DesiredInput } from './desired-input.ts';
import { INSTALLED_TAG } from './installed-digest.ts';
import { idOf, type Props, type Resource, type ResourceKind, type ResourceOf } from './resource.ts';
import { needsTargetsRole, type RuleSpec, ruleSpecs } from './rule-specs.ts';

/** EventBridge's defaults, set explicitly: it retries for a day, then sends the event to the queue. */
const RETRY_POLICY = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };
/** 14 days, the longest that SQS keeps a message. */
const QUEUE_RETENTION_SECONDS = 1_209_600;
/** Lambda allocates CPU by memory. With 512 MB a sweep of 10,000 groups finishes well within the timeout. */
const MEMORY_MB = 512;
/** Lambda's maximum. An invocation can wait up to ten minutes for a trusted principal's change to settle. */
const TIMEOUT_SECONDS = 900;

/** Pure. Returns all resources of a stack as data. */
export function desiredResources(input: DesiredInput): Resource[] {
  const { names, identity, settings } = input;
  const tags = stackTags(names.stack, input.version);
  const functionArn = arnOf(identity, 'lambda', `function:${names.function}`);
  const queueArn = arnOf(identity, 'sqs', names.queue);
  const logGroupId = idOf('log-group', names.logGroup);
  const baselineGroupId = idOf('log-group', names.baselineGroup);
  const functionId = idOf('function', names.function);
  const queueId = idOf('queue', names.queue);
  const rules = ruleSpecs(input, functionArn);
  const ownRole = settings.functionRoleArn === null;
  const rolePolicyId = idOf('role-policy', `${names.role}/${names.policy}`);

  return [
    ...(settings.createTrail ? trailResources(input, tags) : []),
    resource('log-group', names.logGroup, [], { retentionDays: settings.retentionDays, tags }),
    resource('log-group', names.baselineGroup, [], {
      retentionDays: null,
      tags: { ...tags, [INSTALLED_TAG]: input.installed },
    }),
    resource('queue', names.queue, [], {
      attributes: {
        MessageRetentionPeriod: String(QUEUE_RETENTION_SECONDS),
        SqsManagedSseEnabled: 'true',
        VisibilityTimeout: '60',
      },
      policy: queuePolicy(
        queueArn,
        rules.map(({ name }) => ruleArn(identity, name)),
      ),
      tags,
    }),
    ...(ownRole
      ? roleResources(names.role, names.policy, {
          description: `Lets the function ${names.function} in ${names.region} read security groups and write findings.`,
          trust: trustPolicy('lambda.amazonaws.com'),
          document: handlerPolicy(names, identity, settings, input.baseline),
          permissionsBoundary: settings.permissionsBoundary,
          tags,
        })
      : []),
    ...targetsRole(input, tags),
    resource('function', names.function, [logGroupId, baselineGroupId, ...(ownRole ? [rolePolicyId] : [])], {
      roleArn: settings.functionRoleArn ?? roleArn(identity, names.role),
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      handler: 'index.handler',
      description: FUNCTION_DESCRIPTION,
      memoryMb: MEMORY_MB,
      timeoutSeconds: TIMEOUT_SECONDS,
      logGroup: names.logGroup,
      systemLogLevel: 'WARN',
      applicationLogLevel: 'INFO',
      codeSha256: input.codeSha256,
      tags,
    }),
    resource('failure-destination', names.function, [functionId, queueId], {
      function: names.function,
      destination: queueArn,
      maximumRetryAttempts: 2,
      maximumEventAgeSeconds: 21_600,
    }),
    ...rules.flatMap((spec): Resource[] =>
      ruleResources(spec, { input, tags, functionId, queueId, queueArn }),
    ),
    ...watchers(input, tags),
  ];
}

/** The alarms, which need nothing to exist, and the dashboard. */
function watchers({ names, settings, identity }: DesiredInput, tags: Record<string, string>): Resource[] {
  return [
    ...Object.entries(alarmsOf(names, settings, tags)).map(([purpose, props]) =>
      resource('alarm', `${names.rulePrefix}${purpose}`, [], props),
    ),
    ...(settings.dashboard
      ? [resource('dashboard', names.dashboard, [], { body: dashboardBody(names, settings, identity) })]
      : []),
  ];
}

/** The copy of what is installed, which is written after the function. */
export function baselineCopyOf(text: string, names: StackNames): ResourceOf<'baseline-copy'> {
  const group = names.baselineGroup;
  return resource('baseline-copy', group, [idOf('log-group', group), idOf('function', names.function)], {
    logGroup: group,
    digest: copyDigest(text),
    text,
  });
}

interface RuleFrame {
  input: DesiredInput;
  tags: Record<string, string>;
  functionId: string;
  queueId: string;
  queueArn: string;
}

/** A rule, its permission to invoke the function, and its targets, which come last so that no event arrives too early. */
function ruleResources(
  spec: RuleSpec,
  { input, tags, functionId, queueId, queueArn }: RuleFrame,
): Resource[] {
  const { names, identity } = input;
  const permission = resource('permission', spec.name, [functionId], {
    function: names.function,
    statementId: spec.name,
    sourceArn: ruleArn(identity, spec.name),
  });
  const needsRole = spec.targets.some(({ RoleArn }) => RoleArn !== undefined);
  return [
    ...(spec.invokes ? [permission] : []),
    resource('rule', spec.name, [], {
      description: spec.description,
      pattern: spec.pattern,
      schedule: spec.schedule,
      enabled: true,
      tags,
    }),
    resource(
      'targets',
      spec.name,
      [
        idOf('rule', spec.name),
        queueId,
        ...(spec.invokes ? [permission.id] : []),
        ...(needsRole ? [idOf('role-policy', `${names.targetsRole}/${names.policy}`)] : []),
      ],
      {
        rule: spec.name,
        targets: spec.targets
          .map((target) => ({ ...target, RetryPolicy: RETRY_POLICY, DeadLetterConfig: { Arn: queueArn } }))
          .sort((a, b) => (a.Id! < b.Id! ? -1 : 1)),
      },
    ),
  ];
}

function targetsRole({ names, settings }: DesiredInput, tags: Record<string, string>): Resource[] {
  const extra = extraTargets(settings.targets).filter(needsTargetsRole);
  if (extra.length === 0) return [];
  const arns = (service: ExtraTarget['service']) =>
    extra.filter((target) => target.service === service).map(({ arn }) => arn);
  return roleResources(names.targetsRole, names.policy, {
    description: `Lets the rule ${names.rulePrefix}change in ${names.region} write to its other targets.`,
    trust: trustPolicy('events.amazonaws.com'),
    document: targetsPolicy(arns('kinesis'), arns('event-bus')),
    permissionsBoundary: settings.permissionsBoundary,
    tags,
  });
}

interface RoleParts extends Pick<Props['role'], 'description' | 'trust' | 'tags'> {
  document: Props['role-policy']['document'];
  permissionsBoundary: string | null;
}

function roleResources(name: string, policyName: string, parts: RoleParts): Resource[] {
  const { description, trust, tags, document } = parts;
  return [
    resource('role', name, [], {
      path: ROLE_PATH,
      description,
      trust,
      permissionsBoundary: parts.permissionsBoundary ?? undefined,
      tags,
    }),
    resource('role-policy', `${name}/${policyName}`, [idOf('role', name)], {
      role: name,
      policyName,
      document,
    }),
  ];
}

function trailResources({ names, identity }: DesiredInput, tags: Record<string, string>): Resource[] {
  const bucket = bucketName(names, identity.account);
  return [
    resource('bucket', bucket, [], {
      policy: trailBucketPolicy(bucket, trailArn(names, identity), identity),
      tags,
    }),
    resource('trail', names.trail, [idOf('bucket', bucket)], { bucket, tags }),
  ];
}

/** ARN of the stack's own trail, even if the trail does not exist yet. */
export function trailArn(names: StackNames, identity: CallerIdentity): string {
  return arnOf(identity, 'cloudtrail', `trail/${names.trail}`);
}

function resource<K extends ResourceKind>(
  kind: K,
  name: string,
  dependsOn: string[],
  props: Props[K],
): ResourceOf<K> {
  return { id: idOf(kind, name), kind, name, dependsOn, props };
}

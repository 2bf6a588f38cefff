/** CloudWatch Logs: groups, their retention and tags, and resource policies. */
import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { brokenConstraint } from '../constraint.ts';
import type { OperationTable } from '../operations.ts';
import { page } from '../page.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { byName } from '../values/by-name.ts';
import { removeTags } from '../values/tags.ts';
import {
  findGroup,
  groupNameOf,
  invalidParameter,
  type LogGroup,
  logsOf,
  makeGroup,
  notFound,
} from './state.ts';

/** API Reference, PutRetentionPolicy. */
const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;

export const badToken = () => invalidParameter('The specified nextToken is invalid.');

export const groupOperations: OperationTable<typeof Logs> = {
  CreateLogGroup(world, input, call) {
    const name = checkName(input.logGroupName, 'logGroupName');
    const groups = logsOf(world, call.account, call.region).groups;
    if (groups.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    const group = makeGroup(name, world.now());
    group.kmsKeyId = input.kmsKeyId;
    group.logGroupClass = input.logGroupClass ?? 'STANDARD';
    group.deletionProtectionEnabled = input.deletionProtectionEnabled ?? false;
    setTags(group, input.tags);
    groups.set(name, group);
    return {};
  },
  DeleteLogGroup(world, input, call) {
    const group = findGroup(world, call, { logGroupName: input.logGroupName });
    if (group.deletionProtectionEnabled) {
      throw new AwsError(
        'ValidationException',
        'The log group has deletion protection enabled. Disable it before you delete the log group.',
      );
    }
    logsOf(world, call.account, call.region).groups.delete(group.name);
    return {};
  },
  DescribeLogGroups(world, input, call) {
    if (input.logGroupNamePrefix && input.logGroupNamePattern) {
      throw invalidParameter('logGroupNamePrefix and logGroupNamePattern can not be used together.');
    }
    const named = input.logGroupIdentifiers?.map(groupNameOf);
    const pattern = input.logGroupNamePattern?.toLowerCase() ?? '';
    const chosen = sorted(world, call).filter(
      (group) =>
        group.name.startsWith(input.logGroupNamePrefix ?? '') &&
        group.name.toLowerCase().includes(pattern) &&
        (named?.includes(group.name) ?? true) &&
        (input.logGroupClass === undefined || group.logGroupClass === input.logGroupClass),
    );
    const { items, next } = page(chosen, input.nextToken, readLimit(input.limit, 50), badToken);
    return { logGroups: items.map((group) => describe(group, call)), nextToken: next };
  },
  ListLogGroups(world, input, call) {
    const pattern = input.logGroupNamePattern ?? '';
    const chosen = sorted(world, call).filter(({ name }) =>
      pattern.startsWith('^') ? name.startsWith(pattern.slice(1)) : name.includes(pattern),
    );
    const { items, next } = page(chosen, input.nextToken, readLimit(input.limit, 1000), badToken);
    const logGroups = items.map((group) => ({
      logGroupName: group.name,
      logGroupArn: groupArn(group.name, call),
      logGroupClass: group.logGroupClass,
    }));
    return { logGroups, nextToken: next };
  },
  PutRetentionPolicy(world, input, call) {
    const group = findGroup(world, call, { logGroupName: input.logGroupName });
    if (!RETENTION_DAYS.some((days) => days === input.retentionInDays)) {
      throw invalidParameter(
        brokenConstraint(
          'retentionInDays',
          `satisfy enum value set: [${RETENTION_DAYS.join(', ')}]`,
          String(input.retentionInDays),
        ),
      );
    }
    group.retentionInDays = input.retentionInDays;
    return {};
  },
  DeleteRetentionPolicy(world, input, call) {
    findGroup(world, call, { logGroupName: input.logGroupName }).retentionInDays = undefined;
    return {};
  },
  PutLogGroupDeletionProtection(world, input, call) {
    const group = findGroup(world, call, { logGroupIdentifier: input.logGroupIdentifier });
    group.deletionProtectionEnabled = input.deletionProtectionEnabled === true;
    return {};
  },
  TagResource(world, input, call) {
    setTags(taggedGroup(world, call, input.resourceArn), input.tags);
    return {};
  },
  UntagResource(world, input, call) {
    removeTags(taggedGroup(world, call, input.resourceArn).tags, input.tagKeys);
    return {};
  },
  ListTagsForResource: (world, input, call) => ({
    tags: Object.fromEntries(taggedGroup(world, call, input.resourceArn).tags),
  }),
  TagLogGroup(world, input, call) {
    setTags(findGroup(world, call, { logGroupName: input.logGroupName }), input.tags);
    return {};
  },
  UntagLogGroup(world, input, call) {
    removeTags(findGroup(world, call, { logGroupName: input.logGroupName }).tags, input.tags);
    return {};
  },
  ListTagsLogGroup: (world, input, call) => ({
    tags: Object.fromEntries(findGroup(world, call, { logGroupName: input.logGroupName }).tags),
  }),
};

export function groupArn(name: string, call: Pick<Call, 'partition' | 'region' | 'account'>): string {
  return `arn:${call.partition}:logs:${call.region}:${call.account}:log-group:${name}`;
}

export function checkName(name: string | undefined, member: string, pattern = NAME): string {
  if (name !== undefined && pattern.test(name)) return name;
  throw invalidParameter(
    brokenConstraint(
      member,
      `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`,
      String(name),
    ),
  );
}

export function readLimit(limit: number | undefined, max: number): number {
  if (limit === undefined) return 50;
  if (limit >= 1 && limit <= max) return limit;
  throw invalidParameter(brokenConstraint('limit', `have value between 1 and ${max}`, limit));
}

function sorted(world: SandboxWorld, call: Call): LogGroup[] {
  const groups = [...logsOf(world, call.account, call.region).groups.values()];
  return groups.sort(byName);
}

function describe(group: LogGroup, call: Call): Logs.LogGroup {
  const logGroupArn = groupArn(group.name, call);
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    retentionInDays: group.retentionInDays,
    metricFilterCount: 0,
    arn: `${logGroupArn}:*`,
    storedBytes: [...group.streams.values()].reduce((sum, stream) => sum + stream.storedBytes, 0),
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.logGroupClass,
    logGroupArn,
    deletionProtectionEnabled: group.deletionProtectionEnabled,
  };
}

function setTags(group: LogGroup, tags: Record<string, string> | undefined): void {
  const after = new Map([...group.tags, ...Object.entries(tags ?? {})]);
  if (after.size > 50) {
    throw new AwsError('TooManyTagsException', 'A resource can have no more than 50 tags.');
  }
  group.tags = after;
}

function taggedGroup(world: SandboxWorld, call: Call, resourceArn: string | undefined): LogGroup {
  const arn = parseArn(resourceArn ?? '');
  const name = /^log-group:([^:]+)(:\*)?$/.exec(arn?.resource ?? '')?.[1];
  const group = name === undefined ? undefined : logsOf(world, call.account, call.region).groups.get(name);
  if (!group) throw notFound();
  return group;
}

/** EventBridge: event buses, their policies, and tags. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { OperationTable } from '../operations.ts';
import { readPolicy, writtenStatements } from '../policy/read-policy.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { parseArn, partitionOf } from '../values/arn.ts';
import { addTags, removeTags, tagList, tagMap } from '../values/tags.ts';
import { checkName, invalid, onePage, tooMany } from './checks.ts';
import { type Bus, busesOf, findBus, findRule, makeBus } from './state.ts';

/** User Guide, "Amazon EventBridge quotas". */
const BUSES = 100;
const POLICY_CHARS = 10_240;

export const busOperations: OperationTable<typeof EventBridge> = {
  CreateEventBus(world, input, call) {
    const name = checkName(input.Name, 'name', /^[/.\-_A-Za-z0-9]+$/);
    const buses = busesOf(world, call.account, call.region);
    if (buses.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    }
    if (buses.size >= BUSES) throw tooMany();
    const bus = makeBus(call.account, call.region, name, world.now());
    bus.description = input.Description;
    bus.tags = tagMap(input.Tags);
    buses.set(name, bus);
    return { EventBusArn: bus.arn, Description: bus.description };
  },
  DescribeEventBus: (world, input, call) => summary(findBus(world, call, input.Name)),
  DeleteEventBus(world, input, call) {
    const buses = busesOf(world, call.account, call.region);
    if (input.Name === 'default') throw invalid('Cannot delete event bus default.');
    const bus = buses.get(input.Name ?? '');
    if (bus && bus.rules.size > 0) throw invalid(`Cannot delete event bus ${bus.name} because it has rules.`);
    buses.delete(input.Name ?? '');
    return {};
  },
  ListEventBuses(world, input, call) {
    const buses = [...busesOf(world, call.account, call.region).values()];
    const chosen = buses.filter((bus) => bus.name.startsWith(input.NamePrefix ?? ''));
    const { items, NextToken } = onePage(chosen, input);
    return { EventBuses: items.map(summary), NextToken };
  },
  PutPermission(world, input, call) {
    const bus = findBus(world, call, input.EventBusName);
    setPolicy(world, bus, input.Policy ?? withStatement(bus, input));
    return {};
  },
  RemovePermission(world, input, call) {
    const bus = findBus(world, call, input.EventBusName);
    const kept = writtenStatements(bus.policy ?? '').filter((one) => one.Sid !== input.StatementId);
    if (!input.RemoveAllPermissions && kept.length === writtenStatements(bus.policy ?? '').length) {
      throw new AwsError('ResourceNotFoundException', 'Statement with the provided id does not exist.');
    }
    bus.policy = input.RemoveAllPermissions || kept.length === 0 ? undefined : policyText(kept);
    bus.modifiedAt = world.now();
    return {};
  },
  TagResource(world, input, call) {
    addTags(tagsOf(world, call, input.ResourceARN), input.Tags);
    return {};
  },
  UntagResource(world, input, call) {
    removeTags(tagsOf(world, call, input.ResourceARN), input.TagKeys);
    return {};
  },
  ListTagsForResource: (world, input, call) => ({ Tags: tagList(tagsOf(world, call, input.ResourceARN)) }),
};

function summary(bus: Bus) {
  return {
    Name: bus.name,
    Arn: bus.arn,
    Description: bus.description,
    Policy: bus.policy,
    CreationTime: new Date(bus.createdAt),
    LastModifiedTime: new Date(bus.modifiedAt),
  };
}

function policyText(list: unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: list });
}

/** The older form of PutPermission: one statement for an account, or for `*` with an organization. */
function withStatement(bus: Bus, input: EventBridge.PutPermissionCommandInput): string {
  const { StatementId: id, Principal: principal, Action: action, Condition: condition } = input;
  if (id === undefined || principal === undefined || action === undefined) {
    throw invalid('Parameter(s) Policy or StatementId, Principal and Action must be specified.');
  }
  const statement = {
    Sid: checkName(id, 'statementId', /^[a-zA-Z0-9-_]+$/),
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: `arn:${partitionOf(bus.region)}:iam::${principal}:root` },
    Action: action,
    Resource: bus.arn,
    ...(condition
      ? { Condition: { [condition.Type ?? '']: { [condition.Key ?? '']: condition.Value } } }
      : {}),
  };
  return policyText([...writtenStatements(bus.policy ?? '').filter((one) => one.Sid !== id), statement]);
}

function setPolicy(world: SandboxWorld, bus: Bus, policy: string): void {
  if (policy.length > POLICY_CHARS) {
    throw new AwsError('PolicyLengthExceededException', 'The event bus policy is too long.');
  }
  readPolicy(policy, 'resource', (reason) => invalid(`Parameter Policy is not valid. Reason: ${reason}`));
  bus.policy = policy;
  bus.modifiedAt = world.now();
}

function tagsOf(world: SandboxWorld, call: Call, resourceArn: string | undefined): Map<string, string> {
  const resource = parseArn(resourceArn ?? '')?.resource ?? '';
  const [kind, ...path] = resource.split('/');
  if (kind === 'event-bus') return findBus(world, call, path.join('/')).tags;
  if (kind !== 'rule') throw invalid(`Parameter ResourceARN is not valid: ${resourceArn}`);
  const busName = path.length > 1 ? path.slice(0, -1).join('/') : 'default';
  return findRule(findBus(world, call, busName), path.at(-1)).tags;
}

/** Amazon EventBridge (the default bus with rules and targets, and custom buses). */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { inWorld, type Service } from '../operations.ts';
import { passRole } from '../pass-role.ts';
import type { Call, Requirement, SandboxWorld } from '../service.ts';
import { busOperations } from './buses.ts';
import { putOperations } from './put.ts';
import { ruleOperations } from './rules.ts';
import { busNameOf, ruleArn } from './state.ts';
import { targetOperations } from './targets.ts';

export function eventsService(world: SandboxWorld): Service<typeof EventBridge> {
  return {
    signingName: 'events',
    operations: inWorld(world, {
      ...ruleOperations,
      ...targetOperations,
      ...busOperations,
      ...putOperations,
    }),
    requirements,
  };
}

/** Request members that identify the resource of a call. */
interface Named {
  Name?: string;
  Rule?: string;
  EventBusName?: string;
  ResourceARN?: string;
  Tags?: unknown[];
  RoleArn?: string;
  Targets?: { RoleArn?: string }[];
  Entries?: { EventBusName?: string; Source?: string; DetailType?: string }[];
}

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon EventBridge". */
function requirements(operation: string, named: Named, call: Call): Requirement[] {
  const action = `events:${operation}`;
  const bus = (name: string | undefined) =>
    name?.startsWith('arn:')
      ? name
      : `arn:${call.partition}:events:${call.region}:${call.account}:event-bus/${busNameOf(name)}`;
  const rule = (name: string | undefined) =>
    ruleArn(call.account, call.region, busNameOf(named.EventBusName), name ?? '*');
  switch (operation) {
    case 'PutRule': {
      const tagging = named.Tags?.length
        ? [{ action: 'events:TagResource', resource: rule(named.Name) }]
        : [];
      return [{ action, resource: rule(named.Name) }, ...tagging, ...passRoles([named.RoleArn])];
    }
    case 'DescribeRule':
    case 'DeleteRule':
    case 'EnableRule':
    case 'DisableRule':
      return [{ action, resource: rule(named.Name) }];
    case 'PutTargets': {
      const roles = named.Targets?.map((target) => target.RoleArn) ?? [];
      return [{ action, resource: rule(named.Rule) }, ...passRoles(roles)];
    }
    case 'RemoveTargets':
    case 'ListTargetsByRule':
      return [{ action, resource: rule(named.Rule) }];
    case 'TagResource':
    case 'UntagResource':
    case 'ListTagsForResource':
      return [{ action, resource: named.ResourceARN ?? '*' }];
    case 'CreateEventBus':
    case 'DescribeEventBus':
    case 'DeleteEventBus':
      return [{ action, resource: bus(named.Name) }];
    case 'PutPermission':
    case 'RemovePermission':
      return [{ action, resource: bus(named.EventBusName) }];
    case 'PutEvents': {
      return (named.Entries ?? []).map(({ EventBusName, Source = '', DetailType = '' }) => ({
        action,
        resource: bus(EventBusName),
        conditions: { 'events:source': Source, 'events:detail-type': DetailType },
      }));
    }
    default:
      return [{ action, resource: '*' }];
  }
}

/** Checks each role once. */
function passRoles(roles: (string | undefined)[]): Requirement[] {
  const given = new Set(roles.filter((role) => role !== undefined));
  return [...given].map((role) => passRole(role, 'events'));
}

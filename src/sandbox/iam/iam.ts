import type * as IAM from '@aws-sdk/client-iam';
import { inWorld, type Service } from '../operations.ts';
import { tagConditions } from '../policy/tag-conditions.ts';
import type { Call, Requirement, SandboxWorld } from '../service.ts';
import { tagMap } from '../values/tags.ts';
import { accountAliasOperations } from './account-alias.ts';
import { managedPolicyOperations } from './managed-policies.ts';
import { rolePolicyOperations } from './role-policies.ts';
import { roleOperations } from './roles.ts';
import { simulateOperations } from './simulate.ts';
import { type IamState, iamArn, iamState } from './state.ts';
import { userOperations } from './users.ts';

/** IAM: roles, their policies, managed policies, users with keys, and the simulator. */
export function iamService(world: SandboxWorld): Service<typeof IAM> {
  return {
    signingName: 'iam',
    operations: inWorld(world, {
      ...roleOperations,
      ...rolePolicyOperations,
      ...managedPolicyOperations,
      ...accountAliasOperations,
      ...userOperations,
      ...simulateOperations,
    }),
    requirements(operation, input: Input, call) {
      const about = target(world, operation, input, call);
      const needed: Requirement[] = [{ action: `iam:${operation}`, ...about }];
      // Creation with tags needs permission to tag (IAM guide, "Tagging IAM resources").
      if (operation.startsWith('Create') && (input.Tags?.length ?? 0) > 0) {
        needed.push({ action: `iam:Tag${operation.slice('Create'.length)}`, ...about });
      }
      return needed;
    },
  };
}

interface Input {
  RoleName?: string;
  UserName?: string;
  PolicyArn?: string;
  PolicyName?: string;
  PolicySourceArn?: string;
  Path?: string;
  PathPrefix?: string;
  PermissionsBoundary?: string;
  Tags?: { Key?: string; Value?: string }[];
}

/** Resource types as in the service authorization reference for IAM. */
function target(
  world: SandboxWorld,
  operation: string,
  input: Input,
  call: Call,
): Omit<Requirement, 'action'> {
  const state = iamState(world, call.account);
  const requested = tagMap(input.Tags);
  const conditions = tagConditions(requested, roleTags(state, input.RoleName));
  if (input.PermissionsBoundary !== undefined)
    conditions['iam:PermissionsBoundary'] = input.PermissionsBoundary;
  if (operation.endsWith('RolePolicy') && input.PolicyArn !== undefined)
    conditions['iam:PolicyARN'] = input.PolicyArn;
  if (input.PolicySourceArn !== undefined) return { resource: input.PolicySourceArn };
  if (input.RoleName !== undefined) {
    const known = state.roles.get(input.RoleName.toLowerCase())?.arn;
    return { resource: known ?? iamArn(call, 'role', input.Path ?? '/', input.RoleName), conditions };
  }
  if (input.UserName !== undefined) {
    const known = state.users.get(input.UserName.toLowerCase())?.arn;
    return { resource: known ?? iamArn(call, 'user', input.Path ?? '/', input.UserName) };
  }
  if (input.PolicyArn !== undefined) return { resource: input.PolicyArn };
  if (operation === 'CreatePolicy') {
    return { resource: iamArn(call, 'policy', input.Path ?? '/', input.PolicyName ?? '') };
  }
  if (operation === 'ListRoles') return { resource: iamArn(call, 'role', input.PathPrefix ?? '/', '') };
  return { resource: '*' };
}

function roleTags(state: IamState, roleName: string | undefined): ReadonlyMap<string, string> | undefined {
  return state.roles.get((roleName ?? '').toLowerCase())?.tags;
}

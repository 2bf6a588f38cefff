/** IAM for the other services: identifies callers and checks permissions, after the propagation delay. */

import { parsePolicy } from '../policy/document.ts';
import { type AccessRequest, evaluate, type PolicyVerdict, type Requester } from '../policy/evaluate.ts';
import { type ConditionContext, contextOf } from '../policy/glob.ts';
import type { Caller, Requirement, SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { accessKey, callerOf, openSession, roleSession } from './sessions.ts';
import { effectiveRights, iamState, type RoleRights, roleNameOf } from './state.ts';

export function iamSlice(world: SandboxWorld): SandboxWorld['iam'] {
  return {
    allows: (caller, requirement) =>
      caller.roleArn === undefined || roleAllows(world, caller.roleArn, requirement, caller),
    roleAllows: (roleArn, requirement) => roleAllows(world, roleArn, requirement, {}),
    canAssume: (roleArn, service) => trusts(world, roleArn, { service }, {}),
    callerMayAssume(roleArn, { arn, accountId: account, roleArn: callerRole }, externalId) {
      return trusts(
        world,
        roleArn,
        { arn, account, roleArn: callerRole },
        {
          'aws:PrincipalArn': callerRole ?? arn,
          'aws:PrincipalAccount': account,
          'sts:ExternalId': externalId,
        },
      );
    },
    session: (roleArn, sessionName) => roleSession(world, roleArn, sessionName),
    callerSession: (caller, seconds) => openSession(world, world.now() + seconds * 1000, caller),
    accessKey: (accessKeyId) => accessKey(world, accessKeyId),
    callerOf: (accessKeyId, region = 'us-east-1') => callerOf(world, accessKeyId, region),
  };
}

function roleAllows(
  world: SandboxWorld,
  roleArn: string,
  requirement: Requirement,
  about: Partial<Caller>,
): boolean {
  const rights = effectiveRights(world, roleArn);
  if (!rights) return false;
  const context = requestContext(world, roleArn, requirement.conditions, about);
  const request = { action: requirement.action, resource: requirement.resource, context };
  return decideRights(rights, request).decision === 'allowed';
}

/** Returns whether the role's propagated trust policy admits the requester. */
function trusts(
  world: SandboxWorld,
  roleArn: string,
  requester: Requester,
  conditions: Record<string, string | undefined>,
): boolean {
  const rights = effectiveRights(world, roleArn);
  if (!rights) return false;
  const { decision } = evaluate(parsePolicy(rights.trust, 'trust'), {
    action: 'sts:AssumeRole',
    resource: roleArn,
    requester,
    context: contextOf({ 'aws:CurrentTime': new Date(world.now()).toISOString(), ...conditions }),
  });
  return decision === 'allowed';
}

/** A boundary only restricts: both it and the policies must allow the call. */
export function decideRights(rights: RoleRights, request: AccessRequest): PolicyVerdict {
  const verdict = evaluate(
    rights.policies.flatMap((document) => parsePolicy(document, 'identity')),
    request,
  );
  if (rights.boundary === undefined || verdict.decision === 'explicitDeny') return verdict;
  const bounded = evaluate(parsePolicy(rights.boundary, 'identity'), request);
  return bounded.decision === 'allowed' ? verdict : bounded;
}

/** The global condition keys that every request contains (IAM guide, "Global condition context keys"). */
export function requestContext(
  world: SandboxWorld,
  roleArn: string,
  conditions: Requirement['conditions'],
  about: Partial<Caller> = {},
): ConditionContext {
  const { account = '' } = parseArn(roleArn) ?? {};
  const tags = iamState(world, account).roles.get(roleNameOf(roleArn).toLowerCase())?.tags;
  return contextOf({
    'aws:PrincipalArn': roleArn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': 'AssumedRole',
    'aws:userid': about.principalId,
    'aws:CurrentTime': new Date(world.now()).toISOString(),
    'aws:EpochTime': String(Math.floor(world.now() / 1000)),
    'aws:SecureTransport': 'true',
    ...Object.fromEntries([...(tags ?? [])].map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    ...conditions,
  });
}

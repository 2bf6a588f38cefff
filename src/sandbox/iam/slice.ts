import { partitionOf } from '../arn.ts';
import { parsePolicy } from '../policy/document.ts';
import { type AccessRequest, evaluate, type Verdict } from '../policy/evaluate.ts';
import { type Context, contextOf } from '../policy/glob.ts';
import { AwsError, type Caller, type Requirement, type World } from '../service.ts';
import { effectiveRights, iamState, keyState, type RoleRights } from './state.ts';

/** Sessions of functions and of AssumeRole live as long as AWS's default. */
const sessionMs = 3_600_000;

/** What the other services ask of IAM: who calls, and is it allowed, with what has propagated by now. */
export function iamSlice(world: World): World['iam'] {
  const roleAllows = (roleArn: string, requirement: Requirement, about: Partial<Caller> = {}): boolean => {
    const rights = effectiveRights(world, roleArn);
    if (!rights) return false;
    const context = requestContext(world, roleArn, requirement.conditions, about);
    const request = { action: requirement.action, resource: requirement.resource, context };
    return decideRights(rights, request).decision === 'allowed';
  };

  return {
    roleAllows,

    allows(caller, requirement) {
      return caller.roleArn === undefined || roleAllows(caller.roleArn, requirement, caller);
    },

    canAssume(roleArn, servicePrincipal) {
      const rights = effectiveRights(world, roleArn);
      if (!rights) return false;
      const verdict = evaluate(parsePolicy(rights.trust, 'trust'), {
        action: 'sts:AssumeRole',
        resource: roleArn,
        requester: { service: servicePrincipal },
        context: contextOf({ 'aws:CurrentTime': new Date(world.now()).toISOString() }),
      });
      return verdict.decision === 'allowed';
    },

    session(roleArn, sessionName) {
      const [, partition, , , account = '', resource = ''] = roleArn.split(':');
      const roleName = resource.slice(resource.lastIndexOf('/') + 1);
      const role = iamState(world, account).roles.get(roleName.toLowerCase());
      const accessKeyId = world.newId('ASIA', 16).toUpperCase();
      const expires = world.now() + sessionMs;
      const { keys } = keyState(world);
      for (const [id, key] of keys) if ((key.expires ?? expires) < world.now()) keys.delete(id);
      keys.set(accessKeyId, {
        caller: {
          type: 'AssumedRole',
          accountId: account,
          arn: `arn:${partition}:sts::${account}:assumed-role/${roleName}/${sessionName}`,
          principalId: `${role?.id ?? 'AROAUNKNOWN'}:${sessionName}`,
          accessKeyId,
          roleArn,
        },
        expires,
      });
      return {
        accessKeyId,
        secretAccessKey: world.newId('', 40),
        sessionToken: world.newId('', 64),
        expiration: new Date(expires),
      };
    },

    callerOf(accessKeyId, region = 'us-east-1') {
      if (/^\d{12}$/.test(accessKeyId)) {
        return {
          type: 'Root',
          accountId: accessKeyId,
          arn: `arn:${partitionOf(region)}:iam::${accessKeyId}:root`,
          principalId: accessKeyId,
          accessKeyId,
        };
      }
      const key = keyState(world).keys.get(accessKeyId);
      if (!key) {
        throw new AwsError(
          'InvalidClientTokenId',
          'The security token included in the request is invalid.',
          403,
        );
      }
      if (key.expires !== undefined && key.expires < world.now()) {
        throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 400);
      }
      return key.caller;
    },
  };
}

/** A boundary only narrows: both it and the policies must allow. */
export function decideRights(rights: RoleRights, request: AccessRequest): Verdict {
  const verdict = evaluate(
    rights.policies.flatMap((document) => parsePolicy(document, 'identity')),
    request,
  );
  if (rights.boundary === undefined || verdict.decision === 'explicitDeny') return verdict;
  const bounded = evaluate(parsePolicy(rights.boundary, 'identity'), request);
  return bounded.decision === 'allowed' ? verdict : bounded;
}

/** The global condition keys that every request has (IAM guide, "Global condition context keys"). */
export function requestContext(
  world: World,
  roleArn: string,
  conditions: Record<string, string | string[]> | undefined,
  about: Partial<Caller> = {},
): Context {
  const account = roleArn.split(':')[4]!;
  const tags = iamState(world, account).roles.get(
    roleArn.slice(roleArn.lastIndexOf('/') + 1).toLowerCase(),
  )?.tags;
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

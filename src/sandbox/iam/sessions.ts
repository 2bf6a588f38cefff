/** Access keys of sessions, of users, and of an account's operator. */

import {
  type AccessKey,
  AwsError,
  type Caller,
  type SandboxWorld,
  type SessionCredentials,
} from '../service.ts';
import { parseArn, partitionOf } from '../values/arn.ts';
import { newSecret } from '../values/secret.ts';
import { iamState, keyState, roleNameOf } from './state.ts';

/** Sessions of functions and of AssumeRole last as long as AWS's default. */
const sessionMs = 3_600_000;

/** Returns credentials of a new session of a role. The role does not have to exist. */
export function roleSession(world: SandboxWorld, roleArn: string, sessionName: string): SessionCredentials {
  const { partition, account: accountId } = parseArn(roleArn) ?? { partition: 'aws', account: '' };
  const roleName = roleNameOf(roleArn);
  const role = iamState(world, accountId).roles.get(roleName.toLowerCase());
  return openSession(world, world.now() + sessionMs, {
    type: 'AssumedRole',
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    principalId: `${role?.id ?? 'AROAUNKNOWN'}:${sessionName}`,
    roleArn,
  });
}

/** Creates an access key for this caller, valid until it expires. */
export function openSession(
  world: SandboxWorld,
  expires: number,
  caller: Omit<Caller, 'accessKeyId'>,
): SessionCredentials {
  const accessKeyId = world.newId('ASIA', 16).toUpperCase();
  const { keys } = keyState(world);
  for (const [id, key] of keys) if ((key.expires ?? expires) < world.now()) keys.delete(id);
  const secrets = { secretAccessKey: newSecret(), sessionToken: newSecret() };
  keys.set(accessKeyId, { ...secrets, caller: { ...caller, accessKeyId }, expires });
  return { accessKeyId, ...secrets, expiration: new Date(expires) };
}

/** Returns the secrets of an access key. All root users have the secret that the sandbox was started with. */
export function accessKey(world: SandboxWorld, accessKeyId: string): AccessKey {
  if (isRootKey(accessKeyId)) return { secretAccessKey: world.secret, sessionToken: undefined };
  return issuedKey(world, accessKeyId);
}

/** Returns the caller of an access key. Twelve digits mean that account's root user. */
export function callerOf(world: SandboxWorld, accessKeyId: string, region: string): Caller {
  if (isRootKey(accessKeyId)) {
    return {
      type: 'Root',
      accountId: accessKeyId,
      arn: `arn:${partitionOf(region)}:iam::${accessKeyId}:root`,
      principalId: accessKeyId,
      accessKeyId,
    };
  }
  return issuedKey(world, accessKeyId).caller;
}

const isRootKey = (accessKeyId: string) => /^\d{12}$/.test(accessKeyId);

function issuedKey(world: SandboxWorld, accessKeyId: string): AccessKey & { caller: Caller } {
  const key = keyState(world).keys.get(accessKeyId);
  if (!key) {
    const message = 'The security token included in the request is invalid.';
    throw new AwsError('InvalidClientTokenId', message, 403);
  }
  if (key.expires !== undefined && key.expires < world.now()) {
    throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 400);
  }
  return key;
}

import { brokenConstraint } from '../constraint.ts';
import { managedPolicyDocument } from '../policy/managed-policies.ts';
import { type AccessKey, AwsError, type Call, type Caller, type SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';

/** The part of a role that decides its permissions and reaches other services after a delay. */
export interface RoleRights {
  trust: string;
  /** Documents of all inline and attached policies. */
  policies: string[];
  boundary: string | undefined;
}

export interface IamRole {
  name: string;
  path: string;
  arn: string;
  id: string;
  created: Date;
  description: string | undefined;
  maxSessionDuration: number;
  trust: string;
  tags: Map<string, string>;
  inline: Map<string, string>;
  /** Policy ARNs. */
  attached: Set<string>;
  /** Policy ARN. */
  boundary: string | undefined;
  /** Oldest first. Other services see an entry from `from` (epoch ms) on. */
  revisions: { from: number; rights: RoleRights }[];
}

export interface ManagedPolicy {
  name: string;
  path: string;
  arn: string;
  id: string;
  created: Date;
  updated: Date;
  description: string | undefined;
  tags: Map<string, string>;
  versions: { id: string; document: string; created: Date }[];
  defaultVersion: string;
}

export interface IamUser {
  name: string;
  path: string;
  arn: string;
  id: string;
  created: Date;
  tags: Map<string, string>;
  accessKeys: { id: string; created: Date; status: 'Active' | 'Inactive' }[];
}

/**
 * Everything in one account. Roles and users are stored by lower-case name, because names are unique
 * regardless of case.
 */
export interface IamState {
  alias?: string | undefined;
  roles: Map<string, IamRole>;
  policies: Map<string, ManagedPolicy>;
  users: Map<string, IamUser>;
}

/** Access keys of all accounts. */
export interface KeyState {
  keys: Map<string, AccessKey & { caller: Caller; expires: number | undefined }>;
}

export function iamState(world: SandboxWorld, account: string): IamState {
  return world.state<IamState>('iam', account, 'global', () => ({
    roles: new Map(),
    policies: new Map(),
    users: new Map(),
  }));
}

export function keyState(world: SandboxWorld): KeyState {
  return world.state<KeyState>('iam-keys', 'all', 'global', () => ({ keys: new Map() }));
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

export function existingRole(state: IamState, name: string | undefined): IamRole {
  const role = state.roles.get((name ?? '').toLowerCase());
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

/** Returns the document of a customer managed or AWS managed policy. */
export function policyDocument(world: SandboxWorld, arn: string): string | undefined {
  const customer = iamState(world, parseArn(arn)?.account ?? '').policies.get(arn);
  if (customer) return customer.versions.find((one) => one.id === customer.defaultVersion)?.document;
  return managedPolicyDocument(arn);
}

export function currentRights(world: SandboxWorld, role: IamRole): RoleRights {
  const attached = [...role.attached].flatMap((arn) => policyDocument(world, arn) ?? []);
  return {
    trust: role.trust,
    policies: [...role.inline.values(), ...attached],
    boundary: role.boundary === undefined ? undefined : policyDocument(world, role.boundary),
  };
}

/** Records that a role's permissions changed. Other services see it after the propagation delay. */
export function publishRights(world: SandboxWorld, role: IamRole): void {
  const now = world.now();
  const effective = role.revisions.findLastIndex((one) => one.from <= now);
  role.revisions.splice(0, Math.max(effective, 0));
  role.revisions.push({ from: now + world.timing.iamPropagationMs, rights: currentRights(world, role) });
}

/** Returns the name at the end of a role's ARN, after its path. */
export function roleNameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}

/** Returns the role as other services see it now; undefined if they can't see it yet. */
export function effectiveRights(world: SandboxWorld, roleArn: string): RoleRights | undefined {
  const { account = '' } = parseArn(roleArn) ?? {};
  const role = iamState(world, account).roles.get(roleNameOf(roleArn).toLowerCase());
  if (role?.arn !== roleArn) return undefined;
  return role.revisions.findLast((one) => one.from <= world.now())?.rights;
}

/** Checks a path: `/` or `/a/b/`. Throws ValidationError. */
export function checkedPath(path: string | undefined): string {
  const checked = path ?? '/';
  if (!/^(\/|\/[\x21-\x7e]+\/)$/.test(checked) || checked.length > 512) {
    throw new AwsError(
      'ValidationError',
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
  return checked;
}

export function checkedName(field: string, name: string | undefined, max: number): string {
  if (name === undefined || !/^[\w+=,.@-]+$/.test(name)) {
    throw new AwsError(
      'ValidationError',
      `The specified value for ${field} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  if (name.length > max) {
    throw new AwsError(
      'ValidationError',
      brokenConstraint(field, `have length less than or equal to ${max}`),
    );
  }
  return name;
}

/** Quotas count a policy's characters without white space (IAM guide, "IAM and STS quotas"). */
export function policySize(document: string): number {
  return document.replace(/\s/g, '').length;
}

export function iamArn(call: Call, kind: string, path: string, name: string): string {
  return `arn:${call.partition}:iam::${call.account}:${kind}${path}${name}`;
}

/** Returns a unique id: a prefix such as `AROA` and 17 characters. */
export function uniqueId(world: SandboxWorld, prefix: string): string {
  return world.newId(prefix, 17).toUpperCase();
}

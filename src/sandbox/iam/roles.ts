import type * as IAM from '@aws-sdk/client-iam';
import { brokenConstraint } from '../constraint.ts';
import type { OperationTable } from '../operations.ts';
import { AwsError, type SandboxWorld } from '../service.ts';
import { byName } from '../values/by-name.ts';
import { tagList } from '../values/tags.ts';
import { iamPage } from './page.ts';
import { checkPolicy } from './policy-check.ts';
import {
  checkedName,
  checkedPath,
  existingRole,
  type IamRole,
  iamArn,
  iamState,
  noSuchEntity,
  policyDocument,
  policySize,
  publishRights,
  uniqueId,
} from './state.ts';
import { addTags, removeTags } from './tags.ts';

/** Maximum roles per account, and maximum characters of a trust policy (IAM guide, "IAM and STS quotas"). */
const maxRoles = 1000;
const maxTrustPolicySize = 2048;

/** Roles: their lifecycle, trust policy, tags and permissions boundary. */
export const roleOperations: OperationTable<typeof IAM> = {
  CreateRole(world, input, call) {
    const { roles } = iamState(world, call.account);
    const name = checkedName('roleName', input.RoleName, 64);
    const path = checkedPath(input.Path);
    const trust = checkTrust(input.AssumeRolePolicyDocument);
    const tags = new Map<string, string>();
    addTags(tags, input.Tags);
    if (roles.has(name.toLowerCase())) {
      throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
    }
    if (roles.size >= maxRoles) {
      throw new AwsError('LimitExceeded', `Cannot exceed quota for RolesPerAccount: ${maxRoles}`, 409);
    }
    const role: IamRole = {
      name,
      path,
      arn: iamArn(call, 'role', path, name),
      id: uniqueId(world, 'AROA'),
      created: new Date(world.now()),
      description: input.Description,
      maxSessionDuration: checkSessionDuration(input.MaxSessionDuration),
      trust,
      tags,
      inline: new Map(),
      attached: new Set(),
      boundary: checkBoundary(world, input.PermissionsBoundary),
      revisions: [],
    };
    roles.set(name.toLowerCase(), role);
    publishRights(world, role);
    return { Role: describe(role) };
  },

  GetRole(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    return { Role: { ...describe(role), RoleLastUsed: {} } };
  },

  ListRoles(world, input, call) {
    const roles = [...iamState(world, call.account).roles.values()]
      .filter((role) => role.path.startsWith(input.PathPrefix ?? '/'))
      .sort(byName);
    const { items, about } = iamPage(roles, input);
    const listed = items.map((role) => {
      const { Tags: _tags, PermissionsBoundary: _boundary, ...described } = describe(role);
      return described;
    });
    return { Roles: listed, ...about };
  },

  UpdateRole(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    if (input.Description !== undefined) role.description = input.Description;
    role.maxSessionDuration = checkSessionDuration(input.MaxSessionDuration ?? role.maxSessionDuration);
    return {};
  },

  UpdateAssumeRolePolicy(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    role.trust = checkTrust(input.PolicyDocument);
    publishRights(world, role);
    return {};
  },

  DeleteRole(world, input, call) {
    const state = iamState(world, call.account);
    const role = existingRole(state, input.RoleName);
    if (role.attached.size > 0) {
      throw new AwsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409);
    }
    if (role.inline.size > 0) {
      throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
    }
    state.roles.delete(role.name.toLowerCase());
    return {};
  },

  TagRole(world, input, call) {
    addTags(existingRole(iamState(world, call.account), input.RoleName).tags, input.Tags);
    return {};
  },

  UntagRole(world, input, call) {
    removeTags(existingRole(iamState(world, call.account), input.RoleName).tags, input.TagKeys);
    return {};
  },

  ListRoleTags(world, input, call) {
    const tags = tagList(existingRole(iamState(world, call.account), input.RoleName).tags);
    const { items, about } = iamPage(tags, input);
    return { Tags: items, ...about };
  },

  PutRolePermissionsBoundary(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    role.boundary = checkBoundary(world, input.PermissionsBoundary);
    publishRights(world, role);
    return {};
  },

  DeleteRolePermissionsBoundary(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    if (role.boundary === undefined) throw noSuchEntity(`Role ${role.name} has no permissions boundary.`);
    role.boundary = undefined;
    publishRights(world, role);
    return {};
  },

  ListInstanceProfilesForRole(world, input, call) {
    existingRole(iamState(world, call.account), input.RoleName);
    return { InstanceProfiles: [], IsTruncated: false };
  },
};

/** A role in the form of GetRole and CreateRole. The trust policy is URL-encoded, as in IAM's responses. */
function describe(role: IamRole) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodeURIComponent(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    PermissionsBoundary:
      role.boundary === undefined
        ? undefined
        : {
            PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
            PermissionsBoundaryArn: role.boundary,
          },
    Tags: role.tags.size > 0 ? tagList(role.tags) : undefined,
  };
}

function checkTrust(document: string | undefined): string {
  const checked = checkPolicy(document, 'trust');
  if (policySize(checked) > maxTrustPolicySize) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${maxTrustPolicySize}`, 409);
  }
  return checked;
}

function checkSessionDuration(seconds: number | undefined): number {
  const checked = seconds ?? 3600;
  if (checked < 3600 || checked > 43_200) {
    throw new AwsError(
      'ValidationError',
      brokenConstraint('maxSessionDuration', 'have value between 3600 and 43200', checked),
    );
  }
  return checked;
}

function checkBoundary(world: SandboxWorld, arn: string | undefined): string | undefined {
  if (arn !== undefined && policyDocument(world, arn) === undefined) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
  return arn;
}

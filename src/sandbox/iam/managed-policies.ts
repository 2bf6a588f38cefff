import type * as IAM from '@aws-sdk/client-iam';
import type { OperationTable } from '../operations.ts';
import { managedPolicyDocument } from '../policy/managed-policies.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { tagList } from '../values/tags.ts';
import { iamPage } from './page.ts';
import { checkPolicy } from './policy-check.ts';
import {
  checkedName,
  checkedPath,
  type IamRole,
  iamArn,
  iamState,
  type ManagedPolicy,
  noSuchEntity,
  policySize,
  publishRights,
  uniqueId,
} from './state.ts';
import { addTags, removeTags } from './tags.ts';

/** Maximum characters of a managed policy and maximum versions (IAM guide, "IAM and STS quotas"). */
const maxPolicySize = 6144;
const maxVersions = 5;

/** Customer managed policies. AWS managed policies are readable if the sandbox has them. */
export const managedPolicyOperations: OperationTable<typeof IAM> = {
  CreatePolicy(world, input, call) {
    const { policies } = iamState(world, call.account);
    const name = checkedName('policyName', input.PolicyName, 128);
    const path = checkedPath(input.Path);
    const document = checkDocument(input.PolicyDocument);
    if ([...policies.values()].some((one) => one.name.toLowerCase() === name.toLowerCase())) {
      throw new AwsError(
        'EntityAlreadyExists',
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
        409,
      );
    }
    const created = new Date(world.now());
    const policy: ManagedPolicy = {
      name,
      path,
      arn: iamArn(call, 'policy', path, name),
      id: uniqueId(world, 'ANPA'),
      created,
      updated: created,
      description: input.Description,
      tags: new Map(),
      versions: [{ id: 'v1', document, created }],
      defaultVersion: 'v1',
    };
    addTags(policy.tags, input.Tags);
    policies.set(policy.arn, policy);
    return { Policy: { ...describe(world, policy, call), Tags: tagList(policy.tags) } };
  },

  GetPolicy(world, input, call) {
    const arn = input.PolicyArn ?? '';
    if (managedPolicyDocument(arn) !== undefined) {
      const name = arn.slice(arn.lastIndexOf('/') + 1);
      return { Policy: { PolicyName: name, Arn: arn, DefaultVersionId: 'v1', IsAttachable: true } };
    }
    const policy = existingPolicy(world, arn, call);
    return {
      Policy: {
        ...describe(world, policy, call),
        Description: policy.description,
        Tags: tagList(policy.tags),
      },
    };
  },

  GetPolicyVersion(world, input, call) {
    const managed = managedPolicyDocument(input.PolicyArn ?? '');
    if (managed !== undefined && input.VersionId === 'v1') {
      return {
        PolicyVersion: { VersionId: 'v1', IsDefaultVersion: true, Document: encodeURIComponent(managed) },
      };
    }
    const policy = existingPolicy(world, input.PolicyArn, call);
    const version = policy.versions.find((one) => one.id === input.VersionId);
    if (!version) {
      throw noSuchEntity(
        `Policy ${policy.arn} version ${input.VersionId} does not exist or is not attachable.`,
      );
    }
    return {
      PolicyVersion: {
        VersionId: version.id,
        IsDefaultVersion: version.id === policy.defaultVersion,
        CreateDate: version.created,
        Document: encodeURIComponent(version.document),
      },
    };
  },

  ListPolicies(world, input, call) {
    const policies = [...iamState(world, call.account).policies.values()].filter(
      (policy) =>
        input.Scope !== 'AWS' &&
        policy.path.startsWith(input.PathPrefix ?? '/') &&
        (!input.OnlyAttached || users(world, policy.arn, call).length > 0),
    );
    const { items, about } = iamPage(policies, input);
    return {
      Policies: items.map((one) => describe(world, one, call)),
      ...about,
    };
  },

  CreatePolicyVersion(world, input, call) {
    const policy = existingPolicy(world, input.PolicyArn, call);
    const document = checkDocument(input.PolicyDocument);
    if (policy.versions.length >= maxVersions) {
      throw new AwsError(
        'LimitExceeded',
        `A managed policy can have up to ${maxVersions} versions. Before you create a new version, you must delete an existing version.`,
        409,
      );
    }
    const last = Math.max(...policy.versions.map((one) => Number(one.id.slice(1))));
    const version = { id: `v${last + 1}`, document, created: new Date(world.now()) };
    policy.versions.push(version);
    if (input.SetAsDefault) {
      policy.defaultVersion = version.id;
      policy.updated = version.created;
      republish(world, policy.arn, call);
    }
    return {
      PolicyVersion: {
        VersionId: version.id,
        IsDefaultVersion: policy.defaultVersion === version.id,
        CreateDate: version.created,
      },
    };
  },

  ListPolicyVersions(world, input, call) {
    const policy = existingPolicy(world, input.PolicyArn, call);
    const versions = policy.versions.map((one) => ({
      VersionId: one.id,
      IsDefaultVersion: one.id === policy.defaultVersion,
      CreateDate: one.created,
    }));
    const { items, about } = iamPage(versions, input);
    return { Versions: items, ...about };
  },

  DeletePolicyVersion(world, input, call) {
    const policy = existingPolicy(world, input.PolicyArn, call);
    if (input.VersionId === policy.defaultVersion) {
      throw new AwsError('DeleteConflict', 'Cannot delete the default version of a policy.', 409);
    }
    policy.versions = policy.versions.filter((one) => one.id !== input.VersionId);
    return {};
  },

  DeletePolicy(world, input, call) {
    const policy = existingPolicy(world, input.PolicyArn, call);
    if (users(world, policy.arn, call).length > 0 || bounded(world, policy.arn, call).length > 0) {
      throw new AwsError('DeleteConflict', 'Cannot delete a policy attached to entities.', 409);
    }
    if (policy.versions.length > 1) {
      throw new AwsError(
        'DeleteConflict',
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.",
        409,
      );
    }
    iamState(world, call.account).policies.delete(policy.arn);
    return {};
  },

  TagPolicy(world, input, call) {
    addTags(existingPolicy(world, input.PolicyArn, call).tags, input.Tags);
    return {};
  },

  UntagPolicy(world, input, call) {
    removeTags(existingPolicy(world, input.PolicyArn, call).tags, input.TagKeys);
    return {};
  },

  ListPolicyTags(world, input, call) {
    return { Tags: tagList(existingPolicy(world, input.PolicyArn, call).tags), IsTruncated: false };
  },
};

function existingPolicy(world: SandboxWorld, arn: string | undefined, call: Call): ManagedPolicy {
  const policy = iamState(world, call.account).policies.get(arn ?? '');
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** Roles with this policy attached. */
function users(world: SandboxWorld, arn: string, call: Call): IamRole[] {
  return [...iamState(world, call.account).roles.values()].filter((role) => role.attached.has(arn));
}

/** Roles with this policy as permissions boundary. */
function bounded(world: SandboxWorld, arn: string, call: Call): IamRole[] {
  return [...iamState(world, call.account).roles.values()].filter((role) => role.boundary === arn);
}

/** Updates the permissions of the policy's roles after a change of its text. */
function republish(world: SandboxWorld, arn: string, call: Call): void {
  for (const role of [...users(world, arn, call), ...bounded(world, arn, call)]) publishRights(world, role);
}

function describe(world: SandboxWorld, policy: ManagedPolicy, call: Call) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: users(world, policy.arn, call).length,
    PermissionsBoundaryUsageCount: bounded(world, policy.arn, call).length,
    IsAttachable: true,
    CreateDate: policy.created,
    UpdateDate: policy.updated,
  };
}

function checkDocument(document: string | undefined): string {
  const checked = checkPolicy(document, 'identity');
  if (policySize(checked) > maxPolicySize) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for PolicySize: ${maxPolicySize}`, 409);
  }
  return checked;
}

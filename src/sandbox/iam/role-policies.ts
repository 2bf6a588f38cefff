import type * as IAM from '@aws-sdk/client-iam';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { iamPage } from './page.ts';
import { checkPolicy } from './policy-check.ts';
import {
  checkedName,
  existingRole,
  iamState,
  noSuchEntity,
  policyDocument,
  policySize,
  publishRights,
} from './state.ts';

/**
 * Maximum size of all inline policies of a role, and maximum managed policies per role (IAM guide, "IAM and
 * STS quotas").
 */
const maxInlineSize = 10_240;
const maxAttached = 10;

/** Inline and attached policies of a role. */
export const rolePolicyOperations: OperationTable<typeof IAM> = {
  PutRolePolicy(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    const name = checkedName('policyName', input.PolicyName, 128);
    const document = checkPolicy(input.PolicyDocument, 'identity');
    const inline = new Map(role.inline).set(name, document);
    const size = [...inline.values()].reduce((sum, one) => sum + policySize(one), 0);
    if (size > maxInlineSize) {
      throw new AwsError(
        'LimitExceeded',
        `Maximum policy size of ${maxInlineSize} bytes exceeded for role ${role.name}`,
        409,
      );
    }
    role.inline = inline;
    publishRights(world, role);
    return {};
  },

  GetRolePolicy(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    const document = role.inline.get(input.PolicyName ?? '');
    if (document === undefined) throw noSuchPolicy(input.PolicyName);
    return {
      RoleName: role.name,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeURIComponent(document),
    };
  },

  DeleteRolePolicy(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    if (!role.inline.delete(input.PolicyName ?? '')) throw noSuchPolicy(input.PolicyName);
    publishRights(world, role);
    return {};
  },

  ListRolePolicies(world, input, call) {
    const names = [...existingRole(iamState(world, call.account), input.RoleName).inline.keys()].sort();
    const { items, about } = iamPage(names, input);
    return { PolicyNames: items, ...about };
  },

  AttachRolePolicy(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    const arn = input.PolicyArn ?? '';
    if (policyDocument(world, arn) === undefined) {
      throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    }
    if (!role.attached.has(arn) && role.attached.size >= maxAttached) {
      throw new AwsError('LimitExceeded', `Cannot exceed quota for PoliciesPerRole: ${maxAttached}`, 409);
    }
    role.attached.add(arn);
    publishRights(world, role);
    return {};
  },

  DetachRolePolicy(world, input, call) {
    const role = existingRole(iamState(world, call.account), input.RoleName);
    if (!role.attached.delete(input.PolicyArn ?? '')) {
      throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
    }
    publishRights(world, role);
    return {};
  },

  ListAttachedRolePolicies(world, input, call) {
    const attached = [...existingRole(iamState(world, call.account), input.RoleName).attached].map(
      (PolicyArn) => ({
        PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1),
        PolicyArn,
      }),
    );
    const { items, about } = iamPage(attached, input);
    return { AttachedPolicies: items, ...about };
  },
};

function noSuchPolicy(name: string | undefined): AwsError {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}

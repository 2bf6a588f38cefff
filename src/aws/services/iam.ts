import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAccountAliasesCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  getRole: GetRoleCommand,
  createRole: CreateRoleCommand,
  deleteRole: DeleteRoleCommand,
  updateAssumeRolePolicy: UpdateAssumeRolePolicyCommand,
  getRolePolicy: GetRolePolicyCommand,
  putRolePolicy: PutRolePolicyCommand,
  deleteRolePolicy: DeleteRolePolicyCommand,
  listRolePolicies: ListRolePoliciesCommand,
  listAttachedRolePolicies: ListAttachedRolePoliciesCommand,
  detachRolePolicy: DetachRolePolicyCommand,
  tagRole: TagRoleCommand,
  untagRole: UntagRoleCommand,
  listRoleTags: ListRoleTagsCommand,
  listAccountAliases: ListAccountAliasesCommand,
  putRolePermissionsBoundary: PutRolePermissionsBoundaryCommand,
  deleteRolePermissionsBoundary: DeleteRolePermissionsBoundaryCommand,
  simulatePrincipalPolicy: SimulatePrincipalPolicyCommand,
  listRoles: ListRolesCommand,
};

export type Iam = Gateway<typeof operations>;

export function iam(config: ClientConfig): Iam {
  return gateway('iam', new IAMClient(config), operations, config);
}

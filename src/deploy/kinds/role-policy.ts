import { unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { isBusy, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { type ActualOf, idOf, type ResourceOf } from '../plan/resource.ts';
import { ownPolicy } from '../policy-text.ts';
import { type KindOf, sameJson } from './kind.ts';
import { readRole, roleOwnership } from './role.ts';

/** The inline policies of the stack's roles. */
export const rolePolicy: KindOf<'role-policy'> = {
  kind: 'role-policy',
  calls: { create: ['iam:PutRolePolicy'], remove: ['iam:DeleteRolePolicy'] },

  async read(host) {
    const found = await Promise.all([
      readPolicy(host, host.names.role),
      readPolicy(host, host.names.targetsRole),
    ]);
    return found.flatMap((one) => (one === undefined ? [] : [one]));
  },

  diff(wanted, actual) {
    if (sameJson(wanted.props.document, actual.props.document)) return [];
    return [{ reason: say`its statements differ`, calls: ['iam:PutRolePolicy'] }];
  },

  create: put,
  update: (wanted, _actual, host) => put(wanted, host),

  async remove(actual, host) {
    const iam = await host.aws.iam();
    await unlessCode(
      iam.deleteRolePolicy({ RoleName: actual.props.role, PolicyName: actual.props.policyName }),
      'NoSuchEntityException',
      'NoSuchEntity',
    );
  },
};

async function put(wanted: ResourceOf<'role-policy'>, host: DeployHost): Promise<void> {
  const { role, policyName, document } = wanted.props;
  const iam = await host.aws.iam();
  const wait = { id: wanted.id, for: say`IAM to find the new role`, limitMs: 60_000 };
  // IAM is eventually consistent, so it might not find a new role for a moment.
  const notYet = (error: { awsCode: string }) => error.awsCode === 'NoSuchEntityException';
  await retryWhile(
    host,
    wait,
    (error) => notYet(error) || isBusy(error),
    () =>
      iam.putRolePolicy({ RoleName: role, PolicyName: policyName, PolicyDocument: JSON.stringify(document) }),
  );
}

async function readPolicy(host: DeployHost, RoleName: string): Promise<ActualOf<'role-policy'> | undefined> {
  const owner = await readRole(host, RoleName);
  if (owner === undefined) return undefined;
  const iam = await host.aws.iam();
  const PolicyName = host.names.policy;
  const found = await unlessCode(
    iam.getRolePolicy({ RoleName, PolicyName }),
    'NoSuchEntityException',
    'NoSuchEntity',
  );
  if (found === undefined) return undefined;
  const name = `${RoleName}/${PolicyName}`;
  return {
    id: idOf('role-policy', name),
    kind: 'role-policy',
    name,
    ours: roleOwnership(owner, host).ours,
    props: { role: RoleName, policyName: PolicyName, document: ownPolicy(found.PolicyDocument) },
    facts: {},
  };
}

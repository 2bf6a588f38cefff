import type { Iam } from '../../aws/services/iam.ts';
import { unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { type OwnershipHost, ownership } from '../ownership.ts';
import { type ActualOf, idOf } from '../plan/resource.ts';
import { ownPolicy } from '../policy-text.ts';
import { ROLE_PATH, STACK_TAG } from '../stack.ts';
import { type KindOf, missingTags, type ResourceDifference, sameJson, tagReason } from './kind.ts';

type FoundRole = NonNullable<Awaited<ReturnType<Iam['getRole']>>['Role']>;

/** The roles of the function and of EventBridge. */
export const role: KindOf<'role'> = {
  kind: 'role',
  calls: { create: ['iam:CreateRole'], remove: ['iam:DeleteRole'] },

  async read(host) {
    const found = await Promise.all([
      readRole(host, host.names.role),
      readRole(host, host.names.targetsRole),
    ]);
    return found.flatMap((one) => (one === undefined ? [] : [toActual(one, host)]));
  },

  diff(wanted, actual) {
    const { props } = actual;
    const differences: ResourceDifference[] = [];
    if (!sameJson(props.trust, wanted.props.trust)) {
      differences.push({ reason: say`its trust policy differs`, calls: ['iam:UpdateAssumeRolePolicy'] });
    }
    if (props.permissionsBoundary !== wanted.props.permissionsBoundary) {
      differences.push({
        reason: say`its permissions boundary differs`,
        calls: [
          wanted.props.permissionsBoundary === undefined
            ? 'iam:DeleteRolePermissionsBoundary'
            : 'iam:PutRolePermissionsBoundary',
        ],
      });
    }
    const missing = missingTags(wanted.props.tags, props.tags);
    if (missing.length > 0) differences.push({ reason: tagReason(missing), calls: ['iam:TagRole'] });
    return differences;
  },

  async create(wanted, host) {
    const { path, description, trust, permissionsBoundary, tags } = wanted.props;
    const iam = await host.aws.iam();
    await retryWhile(host, waitFor(wanted.id), isBusyRole, () =>
      iam.createRole({
        RoleName: wanted.name,
        Path: path,
        Description: description,
        AssumeRolePolicyDocument: JSON.stringify(trust),
        PermissionsBoundary: permissionsBoundary,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
  },

  async update(wanted, actual, host) {
    const iam = await host.aws.iam();
    const RoleName = wanted.name;
    const { trust, permissionsBoundary, tags } = wanted.props;
    if (!sameJson(actual.props.trust, trust)) {
      await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: JSON.stringify(trust) });
    }
    if (permissionsBoundary !== actual.props.permissionsBoundary) {
      if (permissionsBoundary === undefined) await iam.deleteRolePermissionsBoundary({ RoleName });
      else await iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary: permissionsBoundary });
    }
    const missing = missingTags(tags, actual.props.tags);
    if (missing.length > 0) {
      await iam.tagRole({ RoleName, Tags: missing.map(([Key, Value]) => ({ Key, Value })) });
    }
  },

  async remove(actual, host) {
    const iam = await host.aws.iam();
    const RoleName = actual.name;
    const gone = () => unlessCode(iam.deleteRole({ RoleName }), 'NoSuchEntityException', 'NoSuchEntity');
    await retryWhile(host, waitFor(actual.id), isBusyRole, async () => {
      const conflict = await gone().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (conflict === undefined) return;
      if ((conflict as { awsCode?: string }).awsCode !== 'DeleteConflictException') throw conflict;
      await strip(iam, RoleName);
      await gone();
    });
  },
};

/** Removes the policies that others added to the role, because a role with policies can't be deleted. */
async function strip(iam: Iam, RoleName: string): Promise<void> {
  const [attached, inline] = await Promise.all([
    iam.listAttachedRolePolicies({ RoleName }),
    iam.listRolePolicies({ RoleName }),
  ]);
  await Promise.all([
    ...(attached.AttachedPolicies ?? []).map(({ PolicyArn }) =>
      iam.detachRolePolicy({ RoleName, PolicyArn }),
    ),
    ...(inline.PolicyNames ?? []).map((PolicyName) => iam.deleteRolePolicy({ RoleName, PolicyName })),
  ]);
}

export async function readRole(host: DeployHost, RoleName: string): Promise<FoundRole | undefined> {
  return host.shared(`role:${RoleName}`, async () => {
    const iam = await host.aws.iam();
    return (await unlessCode(iam.getRole({ RoleName }), 'NoSuchEntityException', 'NoSuchEntity'))?.Role;
  });
}

export function tagsOf(
  pairs: readonly { Key?: string; Value?: string }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map(({ Key, Value }) => [Key!, Value ?? '']));
}

/** Whose a role is, and so its policy. A role's path can't be changed. */
export function roleOwnership({ Tags, Path }: FoundRole, host: OwnershipHost) {
  const mark = Path === ROLE_PATH ? say`it has the path ${ROLE_PATH}` : undefined;
  return ownership(host, tagsOf(Tags), mark);
}

function toActual(found: FoundRole, host: DeployHost): ActualOf<'role'> {
  const tags = tagsOf(found.Tags);
  const name = found.RoleName!;
  return {
    id: idOf('role', name),
    kind: 'role',
    name,
    ...roleOwnership(found, host),
    props: {
      path: found.Path,
      trust: ownPolicy(found.AssumeRolePolicyDocument),
      permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn,
      tags,
    },
    facts: { arn: found.Arn, owner: tags[STACK_TAG] },
  };
}

const waitFor = (id: string) => ({ id, for: say`another change to the role to finish`, limitMs: 30_000 });

function isBusyRole(error: { awsCode: string }): boolean {
  return error.awsCode === 'ConcurrentModificationException' || error.awsCode === 'ConcurrentModification';
}

import { AwsCallError, unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { isBusy, isNotYet, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { type ActualOf, idOf, type ResourceOf } from '../plan/resource.ts';
import { ownPolicy } from '../policy-text.ts';
import { functionOwnership, readFunction } from './function.ts';
import type { KindOf } from './kind.ts';

/** The fields of a statement in the function's resource policy that this kind writes. */
interface PermissionStatement {
  Sid?: string;
  Effect?: string;
  Action?: string | string[];
  Principal?: { Service?: string } | string;
  Condition?: Record<string, Record<string, string | string[]>>;
}

export const PERMISSION_ACTION = 'lambda:InvokeFunction';
export const PERMISSION_PRINCIPAL = 'events.amazonaws.com';

/** Allows one rule to invoke the function. */
export const permission: KindOf<'permission'> = {
  kind: 'permission',
  calls: { create: ['lambda:AddPermission'], remove: ['lambda:RemovePermission'] },

  async read(host) {
    const owner = await readFunction(host);
    if (owner === undefined) return [];
    const { ours } = functionOwnership(owner, host);
    return (await readStatements(host))
      .filter(({ Sid }) => Sid?.startsWith(host.names.rulePrefix))
      .map((statement) => toActual(statement, host, ours));
  },

  diff(wanted, actual) {
    if (actual.props.sourceArn === wanted.props.sourceArn && actual.facts.plain === true) return [];
    return [
      {
        reason: say`it allows something other than this rule`,
        calls: ['lambda:RemovePermission', 'lambda:AddPermission'],
      },
    ];
  },

  create: (wanted, host) => add(wanted, host),

  async update(wanted, actual, host) {
    await remove(actual, host);
    await add(wanted, host);
  },

  remove,
};

async function remove(actual: ActualOf<'permission'>, host: DeployHost): Promise<void> {
  const lambda = await host.aws.lambda();
  const wait = { id: actual.id, for: say`another change to the function to finish`, limitMs: 60_000 };
  await retryWhile(host, wait, isBusy, () =>
    unlessCode(
      lambda.removePermission({ FunctionName: host.names.function, StatementId: actual.props.statementId }),
      'ResourceNotFoundException',
    ),
  );
}

/**
 * AddPermission can't update a statement. It returns the same error for an existing statement id as for a busy
 * function, so the policy is checked before the call is retried.
 */
async function add(wanted: ResourceOf<'permission'>, host: DeployHost): Promise<void> {
  const { props } = wanted;
  const lambda = await host.aws.lambda();
  const wait = { id: wanted.id, for: say`another change to the function to finish`, limitMs: 60_000 };
  const busy = isNotYet('PreconditionFailedException');
  await retryWhile(
    host,
    wait,
    isNotYet('PreconditionFailedException', 'ResourceNotFoundException'),
    async () => {
      try {
        await lambda.addPermission({
          FunctionName: props.function,
          StatementId: props.statementId,
          Action: PERMISSION_ACTION,
          Principal: PERMISSION_PRINCIPAL,
          // EventBridge's documentation says that a SourceAccount prevents the invocation.
          SourceArn: props.sourceArn,
        });
      } catch (error) {
        if (!(error instanceof AwsCallError && busy(error))) throw error;
        host.refresh();
        const there = (await readStatements(host)).find(({ Sid }) => Sid === props.statementId);
        if (there === undefined) throw error;
        const actual = toActual(there, host, true);
        if (permission.diff(wanted, actual).length === 0) return;
        await remove(actual, host);
        throw error;
      }
    },
  );
}

export async function readStatements(
  host: Pick<DeployHost, 'aws' | 'names' | 'shared'>,
): Promise<PermissionStatement[]> {
  return host.shared('function-policy', async () => {
    const lambda = await host.aws.lambda();
    const found = await unlessCode(
      lambda.getPolicy({ FunctionName: host.names.function }),
      'ResourceNotFoundException',
    );
    return (ownPolicy(found?.Policy)?.Statement ?? []) as PermissionStatement[];
  });
}

function toActual(
  statement: PermissionStatement,
  host: Pick<DeployHost, 'names'>,
  ours: boolean,
): ActualOf<'permission'> {
  const name = statement.Sid!;
  const conditions = Object.values(statement.Condition ?? {}).flatMap((part) => Object.entries(part));
  const source = conditions.find(([key]) => key.toLowerCase() === 'aws:sourcearn')?.[1];
  const principal =
    typeof statement.Principal === 'object' ? statement.Principal.Service : statement.Principal;
  return {
    id: idOf('permission', name),
    kind: 'permission',
    name,
    ours,
    props: {
      function: host.names.function,
      statementId: name,
      sourceArn: typeof source === 'string' ? source : source?.[0],
    },
    facts: {
      plain:
        conditions.length === 1 &&
        statement.Effect === 'Allow' &&
        statement.Action === PERMISSION_ACTION &&
        principal === PERMISSION_PRINCIPAL,
    },
  };
}

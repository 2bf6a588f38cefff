import type { Lambda } from '../../aws/services/lambda.ts';
import { AppError, type AwsCallError, unlessCode } from '../../core/errors.ts';
import { clauses } from '../../core/words/deploy-words.ts';
import { say } from '../../core/words/say.ts';
import { isBusy, retryWhile, until } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { type OwnershipHost, ownership } from '../ownership.ts';
import { type ActualOf, type FunctionProps, idOf, type ResourceOf } from '../plan/resource.ts';
import { FUNCTION_DESCRIPTION, ROLE_PATH, STACK_TAG } from '../stack.ts';
import { type FunctionExtra, functionExtras } from './function-extras.ts';
import { type KindOf, missingTags, type ResourceDifference, tagReason } from './kind.ts';

/** IAM does not document how long a new role takes to be usable. Other tools wait about two minutes. */
const ROLE_LIMIT_MS = 150_000;
const ACTIVE_LIMIT_MS = 180_000;
const BUSY_LIMIT_MS = 60_000;

type FoundFunction = Awaited<ReturnType<Lambda['getFunction']>>;

/** The Lambda function that runs the handler. */
export const lambdaFunction: KindOf<'function'> = {
  kind: 'function',
  calls: { create: ['lambda:CreateFunction', 'lambda:GetFunction'], remove: ['lambda:DeleteFunction'] },

  async read(host) {
    const found = await readFunction(host);
    return found === undefined ? [] : [toActual(found, host)];
  },

  diff(wanted, actual) {
    const state = actual.facts.state;
    if (state === 'Failed') {
      return [
        {
          reason: say`AWS could not create it (${actual.facts.stateReason ?? say`no reason given`})`,
          calls: ['lambda:DeleteFunction', 'lambda:CreateFunction', 'lambda:GetFunction'],
          replace: true,
        },
      ];
    }
    const differences: ResourceDifference[] = [];
    if (
      wanted.props.codeSha256 !== actual.props.codeSha256 ||
      wanted.props.architecture !== actual.props.architecture
    ) {
      differences.push({
        reason: say`its code or baseline differs`,
        calls: ['lambda:UpdateFunctionCode', 'lambda:GetFunction'],
      });
    } else if (actual.facts.lastUpdateStatus === 'Failed') {
      differences.push({
        reason: say`its last update failed (${actual.facts.lastUpdateReason ?? say`no reason given`})`,
        calls: ['lambda:UpdateFunctionCode', 'lambda:GetFunction'],
      });
    }
    const wrong = wrongSettings(wanted.props, actual.props);
    if (wrong.length > 0) {
      differences.push({
        reason: say`settings differ (${wrong.join(say`, `)})`,
        calls: ['lambda:UpdateFunctionConfiguration', 'lambda:GetFunction'],
      });
    }
    differences.push(...extraSettings(actual.props.extras ?? []));
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length > 0) differences.push({ reason: tagReason(missing), calls: ['lambda:TagResource'] });
    if (differences.length === 0 && (state === 'Pending' || actual.facts.lastUpdateStatus === 'InProgress')) {
      differences.push({ reason: say`AWS is still creating or updating it`, calls: ['lambda:GetFunction'] });
    }
    return differences;
  },

  async create(wanted, host, { code }) {
    const lambda = await host.aws.lambda();
    const wait = {
      id: wanted.id,
      for: say`Lambda to accept the new role (IAM propagation)`,
      limitMs: ROLE_LIMIT_MS,
    };
    const answer = await retryWhile(host, wait, isRoleNotReady, () =>
      lambda.createFunction({
        FunctionName: wanted.name,
        ...configuration(wanted.props),
        Architectures: [wanted.props.architecture as 'arm64'],
        PackageType: 'Zip',
        Code: { ZipFile: required(code) },
        Tags: wanted.props.tags,
      }),
    );
    if (answer.State !== 'Active') await settled(wanted, host);
  },

  async update(wanted, actual, host, { code }) {
    const lambda = await host.aws.lambda();
    const FunctionName = wanted.name;
    const { props } = wanted;
    const busy = {
      id: wanted.id,
      for: say`an earlier update of the function to finish`,
      limitMs: BUSY_LIMIT_MS,
    };
    const codeDiffers =
      props.codeSha256 !== actual.props.codeSha256 ||
      props.architecture !== actual.props.architecture ||
      actual.facts.lastUpdateStatus === 'Failed';
    const extras = actual.props.extras ?? [];
    const configDiffers = extras.length > 0 || wrongSettings(props, actual.props).length > 0;
    const missing = missingTags(props.tags, actual.props.tags);
    if (actual.facts.state === 'Pending' || actual.facts.lastUpdateStatus === 'InProgress') {
      await settled(wanted, host);
    }
    // Configuration first, because the new code might need the new role or runtime.
    if (configDiffers) {
      await retryWhile(
        host,
        busy,
        (error) => isBusy(error) || isRoleNotReady(error),
        () =>
          lambda.updateFunctionConfiguration({
            FunctionName,
            ...configuration(props),
            ...Object.assign({}, ...extras.map(({ unset }) => unset)),
          }),
      );
      await settled(wanted, host);
    }
    if (codeDiffers) {
      await retryWhile(host, busy, isBusy, () =>
        lambda.updateFunctionCode({
          FunctionName,
          ZipFile: required(code),
          Architectures: [props.architecture as 'arm64'],
        }),
      );
      await settled(wanted, host);
    }
    if (missing.length > 0) {
      await retryWhile(host, busy, isBusy, () =>
        lambda.tagResource({ Resource: actual.facts.arn as string, Tags: Object.fromEntries(missing) }),
      );
    }
  },

  async remove(actual, host) {
    const lambda = await host.aws.lambda();
    const busy = { id: actual.id, for: say`an update of the function to finish`, limitMs: BUSY_LIMIT_MS };
    await retryWhile(host, busy, isBusy, () =>
      unlessCode(lambda.deleteFunction({ FunctionName: actual.name }), 'ResourceNotFoundException'),
    );
  },
};

/** Matches Lambda's messages while IAM is still propagating a new role (Terraform's provider retries the same ones). */
export function isRoleNotReady(error: AwsCallError): boolean {
  return (
    error.awsCode === 'InvalidParameterValueException' &&
    /cannot be assumed by Lambda|role does not have permissions|role defined for the function/i.test(
      error.awsMessage,
    )
  );
}

export async function readFunction(
  host: Pick<DeployHost, 'aws' | 'names' | 'shared'>,
): Promise<FoundFunction | undefined> {
  return host.shared('function', async () => {
    const lambda = await host.aws.lambda();
    const gone = 'ResourceNotFoundException';
    const found = await unlessCode(lambda.getFunction({ FunctionName: host.names.function }), gone);
    if (found?.TagsError === undefined) return found;
    // Without the permission to list tags nobody knows whose function it is. ListTags says which permission is missing.
    const listed = await unlessCode(lambda.listTags({ Resource: found.Configuration?.FunctionArn }), gone);
    return listed && { ...found, Tags: listed.Tags };
  });
}

/** Whose the function is, and so its permissions and its failure destination. */
export function functionOwnership({ Tags, Configuration }: FoundFunction, host: OwnershipHost) {
  const { Role, Description } = Configuration ?? {};
  const mark = Role?.endsWith(`:role${ROLE_PATH}${host.names.role}`)
    ? say`it uses the role of the stack`
    : Description === FUNCTION_DESCRIPTION
      ? say`it has the description of the stack's function`
      : undefined;
  return ownership(host, Tags ?? {}, mark);
}

/**
 * Waits until the function is Active and its last update is complete. AWS may not show a function just after its
 * creation. @throws AppError, code `function-failed`.
 */
async function settled(wanted: ResourceOf<'function'>, host: DeployHost): Promise<void> {
  const lambda = await host.aws.lambda();
  const wait = { id: wanted.id, for: say`the function to become active`, limitMs: ACTIVE_LIMIT_MS };
  await until(host, wait, async () => {
    const found = await unlessCode(
      lambda.getFunction({ FunctionName: wanted.name }),
      'ResourceNotFoundException',
    );
    const now = found?.Configuration;
    if (now?.State === 'Failed' || now?.LastUpdateStatus === 'Failed') {
      const reason = now.State === 'Failed' ? now.StateReason : now.LastUpdateStatusReason;
      throw new AppError({
        kind: 'aws',
        code: 'function-failed',
        message: say`AWS could not create or update the function ${wanted.name}: ${reason ?? say`no reason given`}.`,
        hint: say`Run the same command again.`,
      });
    }
    return now?.State === 'Active' && now.LastUpdateStatus !== 'InProgress' ? true : undefined;
  });
}

function required(code: Uint8Array | undefined): Uint8Array {
  if (code === undefined) throw new Error('no code to upload was prepared');
  return code;
}

function configuration(props: FunctionProps) {
  return {
    Role: props.roleArn,
    Runtime: props.runtime as 'nodejs24.x',
    Handler: props.handler,
    Description: props.description,
    MemorySize: props.memoryMb,
    Timeout: props.timeoutSeconds,
    LoggingConfig: {
      LogFormat: 'JSON' as const,
      LogGroup: props.logGroup,
      SystemLogLevel: props.systemLogLevel as 'WARN',
      ApplicationLogLevel: props.applicationLogLevel as 'INFO',
    },
  };
}

const SETTINGS = [
  ['roleArn', () => say`role`],
  ['runtime', () => say`runtime`],
  ['handler', () => say`handler`],
  ['description', () => say`description`],
  ['memoryMb', () => say`memory`],
  ['timeoutSeconds', () => say`timeout`],
  ['logGroup', () => say`log group`],
  ['systemLogLevel', () => say`system log level`],
  ['applicationLogLevel', () => say`log level`],
] as const;

function wrongSettings(wanted: FunctionProps, actual: Partial<FunctionProps>): string[] {
  return SETTINGS.flatMap(([key, word]) => (wanted[key] === actual[key] ? [] : [word()]));
}

/** Settings that nobody asked for. One that can't be unset needs a new function. */
function extraSettings(extras: readonly FunctionExtra[]): ResourceDifference[] {
  if (extras.length === 0) return [];
  const reason = say`it has settings that \`install\` did not make (${clauses(extras.map(({ words }) => words))})`;
  return extras.every(({ unset }) => unset !== undefined)
    ? [{ reason, calls: ['lambda:UpdateFunctionConfiguration', 'lambda:GetFunction'] }]
    : [
        {
          reason,
          calls: ['lambda:DeleteFunction', 'lambda:CreateFunction', 'lambda:GetFunction'],
          replace: true,
        },
      ];
}

function toActual(found: FoundFunction, host: DeployHost): ActualOf<'function'> {
  const now = found.Configuration ?? {};
  const tags = found.Tags ?? {};
  const name = host.names.function;
  return {
    id: idOf('function', name),
    kind: 'function',
    name,
    ...functionOwnership(found, host),
    props: {
      roleArn: now.Role,
      runtime: now.Runtime,
      architecture: now.Architectures?.[0],
      handler: now.Handler,
      description: now.Description,
      memoryMb: now.MemorySize,
      timeoutSeconds: now.Timeout,
      logGroup: now.LoggingConfig?.LogGroup,
      systemLogLevel: now.LoggingConfig?.SystemLogLevel,
      applicationLogLevel: now.LoggingConfig?.ApplicationLogLevel,
      codeSha256: now.CodeSha256,
      extras: functionExtras(now),
      tags,
    },
    facts: {
      arn: now.FunctionArn,
      owner: tags[STACK_TAG],
      state: now.State,
      stateReason: now.StateReason,
      lastUpdateStatus: now.LastUpdateStatus,
      lastUpdateReason: now.LastUpdateStatusReason,
      codeUrl: found.Code?.Location,
      reservedConcurrency: found.Concurrency?.ReservedConcurrentExecutions,
    },
  };
}

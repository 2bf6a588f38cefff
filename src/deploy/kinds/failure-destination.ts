import { unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { isNotYet, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { idOf, type ResourceOf } from '../plan/resource.ts';
import { functionOwnership, isRoleNotReady, readFunction } from './function.ts';
import type { KindOf } from './kind.ts';

/** Where Lambda sends events that the handler could not handle. Without it Lambda drops them after its retries. */
export const failureDestination: KindOf<'failure-destination'> = {
  kind: 'failure-destination',
  calls: {
    create: ['lambda:PutFunctionEventInvokeConfig'],
    remove: ['lambda:DeleteFunctionEventInvokeConfig'],
  },

  async read(host) {
    const owner = await readFunction(host);
    if (owner === undefined) return [];
    const lambda = await host.aws.lambda();
    const name = host.names.function;
    const found = await unlessCode(
      lambda.getFunctionEventInvokeConfig({ FunctionName: name }),
      'ResourceNotFoundException',
    );
    if (found === undefined) return [];
    return [
      {
        id: idOf('failure-destination', name),
        kind: 'failure-destination',
        name,
        ours: functionOwnership(owner, host).ours,
        props: {
          function: name,
          destination: found.DestinationConfig?.OnFailure?.Destination,
          maximumRetryAttempts: found.MaximumRetryAttempts,
          maximumEventAgeSeconds: found.MaximumEventAgeInSeconds,
        },
        facts: {},
      },
    ];
  },

  diff(wanted, { props }) {
    const same =
      props.destination === wanted.props.destination &&
      props.maximumRetryAttempts === wanted.props.maximumRetryAttempts &&
      props.maximumEventAgeSeconds === wanted.props.maximumEventAgeSeconds;
    return same
      ? []
      : [
          {
            reason: say`the retries or the destination of failed events differ`,
            calls: ['lambda:PutFunctionEventInvokeConfig'],
          },
        ];
  },

  create: put,
  update: (wanted, _actual, host) => put(wanted, host),

  async remove(actual, host) {
    const lambda = await host.aws.lambda();
    await unlessCode(
      lambda.deleteFunctionEventInvokeConfig({ FunctionName: actual.name }),
      'ResourceNotFoundException',
    );
  },
};

async function put(wanted: ResourceOf<'failure-destination'>, host: DeployHost): Promise<void> {
  const { props } = wanted;
  const lambda = await host.aws.lambda();
  const wait = { id: wanted.id, for: say`Lambda to see the role's permissions`, limitMs: 120_000 };
  await retryWhile(
    host,
    wait,
    (error) =>
      isNotYet('ResourceNotFoundException')(error) ||
      isRoleNotReady(error) ||
      /does not have permissions? to call SendMessage/i.test(error.awsMessage),
    () =>
      lambda.putFunctionEventInvokeConfig({
        FunctionName: props.function,
        MaximumRetryAttempts: props.maximumRetryAttempts,
        MaximumEventAgeInSeconds: props.maximumEventAgeSeconds,
        DestinationConfig: { OnFailure: { Destination: props.destination } },
      }),
  );
}

import type * as Lambda from '@aws-sdk/client-lambda';
import type { OperationTable } from '../operations.ts';
import type { Call, SandboxWorld } from '../service.ts';
import { checkDestination, checkRange } from './checks.ts';
import {
  checkActive,
  existingFunction,
  invalid,
  type LambdaFunction,
  lambdaState,
  notFound,
} from './state.ts';

/** Concurrent executions of an account, and the minimum that must stay unreserved ("Lambda quotas"). */
const accountConcurrency = 1000;
const minUnreserved = 100;

/** Invocation settings: concurrency, asynchronous events, and the account's limits. */
export const concurrencyOperations: OperationTable<typeof Lambda> = {
  PutFunctionConcurrency(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    checkActive(world, fn);
    const reserved = checkRange(
      'reservedConcurrentExecutions',
      input.ReservedConcurrentExecutions ?? 0,
      0,
      1e9,
    );
    const left = accountConcurrency - reservedConcurrency(world, call, fn) - reserved;
    if (left < minUnreserved) {
      throw invalid(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minUnreserved}].`,
      );
    }
    fn.reserved = reserved;
    return { ReservedConcurrentExecutions: reserved };
  },

  GetFunctionConcurrency(world, input, call) {
    const { reserved } = existingFunction(world, input.FunctionName, call);
    return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
  },

  DeleteFunctionConcurrency(world, input, call) {
    existingFunction(world, input.FunctionName, call).reserved = undefined;
    return {};
  },

  PutFunctionEventInvokeConfig(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    checkActive(world, fn);
    fn.eventInvoke = eventInvokeFrom(world, fn, input);
    return describe(fn);
  },

  UpdateFunctionEventInvokeConfig(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    const before = fn.eventInvoke;
    if (!before) throw noConfig(fn);
    fn.eventInvoke = eventInvokeFrom(world, fn, {
      MaximumRetryAttempts: input.MaximumRetryAttempts ?? before.maximumRetryAttempts,
      MaximumEventAgeInSeconds: input.MaximumEventAgeInSeconds ?? before.maximumEventAgeSeconds,
      DestinationConfig: input.DestinationConfig ?? {
        OnSuccess: before.onSuccess === undefined ? undefined : { Destination: before.onSuccess },
        OnFailure: before.onFailure === undefined ? undefined : { Destination: before.onFailure },
      },
    });
    return describe(fn);
  },

  GetFunctionEventInvokeConfig(world, input, call) {
    return describe(existingFunction(world, input.FunctionName, call));
  },

  DeleteFunctionEventInvokeConfig(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    if (!fn.eventInvoke) throw noConfig(fn);
    fn.eventInvoke = undefined;
    return {};
  },

  GetAccountSettings(world, _input, call) {
    const functions = [...lambdaState(world, call.account, call.region).functions.values()];
    return {
      AccountLimit: {
        TotalCodeSize: 322_122_547_200,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: accountConcurrency,
        UnreservedConcurrentExecutions: accountConcurrency - reservedConcurrency(world, call),
      },
      AccountUsage: {
        TotalCodeSize: functions.reduce((sum, fn) => sum + fn.code.zip.length, 0),
        FunctionCount: functions.length,
      },
    };
  },
};

/** Returns the reserved concurrency of all functions in the account and Region. */
function reservedConcurrency(world: SandboxWorld, call: Call, except?: LambdaFunction): number {
  return [...lambdaState(world, call.account, call.region).functions.values()]
    .filter((fn) => fn !== except)
    .reduce((sum, fn) => sum + (fn.reserved ?? 0), 0);
}

interface Given {
  MaximumRetryAttempts?: number | undefined;
  MaximumEventAgeInSeconds?: number | undefined;
  DestinationConfig?:
    | {
        OnSuccess?: { Destination?: string | undefined } | undefined;
        OnFailure?: { Destination?: string | undefined } | undefined;
      }
    | undefined;
}

function eventInvokeFrom(world: SandboxWorld, fn: LambdaFunction, given: Given) {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig: to } = given;
  const role = fn.settings.role;
  return {
    maximumRetryAttempts:
      retries === undefined ? undefined : checkRange('maximumRetryAttempts', retries, 0, 2),
    maximumEventAgeSeconds:
      age === undefined ? undefined : checkRange('maximumEventAgeInSeconds', age, 60, 21_600),
    onSuccess: checkDestination(world, role, to?.OnSuccess?.Destination),
    onFailure: checkDestination(world, role, to?.OnFailure?.Destination),
    lastModified: new Date(world.now()),
  };
}

function describe(fn: LambdaFunction) {
  const config = fn.eventInvoke;
  if (!config) throw noConfig(fn);
  const destination = (arn: string | undefined) => (arn === undefined ? {} : { Destination: arn });
  return {
    LastModified: config.lastModified,
    FunctionArn: `${fn.arn}:$LATEST`,
    MaximumRetryAttempts: config.maximumRetryAttempts,
    MaximumEventAgeInSeconds: config.maximumEventAgeSeconds,
    DestinationConfig: {
      OnSuccess: destination(config.onSuccess),
      OnFailure: destination(config.onFailure),
    },
  };
}

function noConfig(fn: LambdaFunction) {
  return notFound(`The function ${fn.arn}:$LATEST doesn't have an EventInvokeConfig`);
}

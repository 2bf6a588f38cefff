import type {
  ApplicationLogLevel,
  CreateFunctionCommandInput,
  SystemLogLevel,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import type { SandboxWorld } from '../service.ts';
import {
  checkDestination,
  checkPattern,
  checkRange,
  checkRole,
  checkRuntime,
  checkVariables,
} from './checks.ts';
import { type FunctionSettings, invalid } from './state.ts';

type Given = Omit<CreateFunctionCommandInput, 'Code' | 'FunctionName' | 'Role'> &
  Pick<UpdateFunctionConfigurationCommandInput, 'Role'>;

const applicationLevels: readonly ApplicationLogLevel[] = [
  'TRACE',
  'DEBUG',
  'INFO',
  'WARN',
  'ERROR',
  'FATAL',
];
const systemLevels: readonly SystemLogLevel[] = ['DEBUG', 'INFO', 'WARN'];

/**
 * Returns the settings of a new function, or those of `before` with the given changes. Limits: "Lambda
 * quotas".
 */
export function settingsFrom(world: SandboxWorld, given: Given, before?: FunctionSettings): FunctionSettings {
  const role = given.Role === undefined && before ? before.role : checkRole(world, given.Role);
  const deadLetter = given.DeadLetterConfig?.TargetArn;
  return {
    role,
    handler:
      given.Handler === undefined && before
        ? before.handler
        : checkPattern('handler', given.Handler, /^[^\s]+$/, 128),
    runtime: given.Runtime === undefined && before ? before.runtime : checkRuntime(given.Runtime),
    description: checkPattern('description', given.Description ?? before?.description ?? '', /^.*$/s, 256),
    timeoutSeconds: checkRange('timeout', given.Timeout ?? before?.timeoutSeconds ?? 3, 1, 900),
    memoryMb: checkRange('memorySize', given.MemorySize ?? before?.memoryMb ?? 128, 128, 10_240),
    variables: given.Environment ? checkVariables(given.Environment.Variables) : before?.variables,
    deadLetterArn:
      given.DeadLetterConfig === undefined
        ? before?.deadLetterArn
        : checkDestination(world, role, deadLetter),
    tracing: given.TracingConfig?.Mode ?? before?.tracing ?? 'PassThrough',
    ephemeralStorageMb: checkRange(
      'ephemeralStorage.size',
      given.EphemeralStorage?.Size ?? before?.ephemeralStorageMb ?? 512,
      512,
      10_240,
    ),
    ...loggingFrom(given.LoggingConfig, before),
    ...surroundingsFrom(given, before),
  };
}

type Surroundings = Pick<FunctionSettings, 'layers' | 'vpc' | 'fileSystems' | 'kmsKeyArn' | 'snapStart'>;

/** Stored and returned, without an effect on how the function runs. */
function surroundingsFrom(given: Given, before?: FunctionSettings): Surroundings {
  const { SubnetIds: subnets, SecurityGroupIds: groups } = given.VpcConfig ?? {};
  if ((subnets?.length ?? 0) > 0 !== (groups?.length ?? 0) > 0) {
    throw invalid('SecurityGroupIds and SubnetIds must both be given, or both be empty.');
  }
  const kmsKeyArn = given.KMSKeyArn ?? before?.kmsKeyArn;
  return {
    layers: given.Layers ?? before?.layers ?? [],
    vpc:
      given.VpcConfig === undefined
        ? (before?.vpc ?? none)
        : { subnets: subnets ?? [], groups: groups ?? [] },
    fileSystems: given.FileSystemConfigs ?? before?.fileSystems ?? [],
    // An empty text removes the key (UpdateFunctionConfiguration).
    kmsKeyArn: kmsKeyArn === '' ? undefined : kmsKeyArn,
    snapStart: given.SnapStart?.ApplyOn ?? before?.snapStart ?? 'None',
  };
}

const none = { subnets: [], groups: [] };

type Logging = Pick<FunctionSettings, 'logFormat' | 'applicationLogLevel' | 'systemLogLevel' | 'logGroup'>;

/** Level filters need the JSON format. A change to JSON sets both levels to INFO. */
function loggingFrom(given: Given['LoggingConfig'], before?: FunctionSettings): Logging {
  const logFormat = given?.LogFormat ?? before?.logFormat ?? 'Text';
  const { ApplicationLogLevel: application, SystemLogLevel: system } = given ?? {};
  if (logFormat === 'Text' && (application !== undefined || system !== undefined)) {
    throw invalid(
      'Log level is not supported for the Text log format. Set the log format to JSON to use log levels.',
    );
  }
  if (application !== undefined && !applicationLevels.includes(application)) {
    throw invalid(`Application log level ${application} is invalid.`);
  }
  if (system !== undefined && !systemLevels.includes(system)) {
    throw invalid(`System log level ${system} is invalid.`);
  }
  return {
    logFormat,
    applicationLogLevel: application ?? before?.applicationLogLevel ?? 'INFO',
    systemLogLevel: system ?? before?.systemLogLevel ?? 'INFO',
    logGroup:
      given?.LogGroup === undefined
        ? before?.logGroup
        : checkPattern('loggingConfig.logGroup', given.LogGroup, /^[.\-_/#A-Za-z0-9]+$/, 512),
  };
}

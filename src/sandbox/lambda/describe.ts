import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { SandboxWorld } from '../service.ts';
import type { LambdaFunction, PublishedVersion } from './state.ts';

/** A function in the form of GetFunctionConfiguration. */
export function describeFunction(
  world: SandboxWorld,
  fn: LambdaFunction,
  version?: PublishedVersion,
): FunctionConfiguration {
  const { settings, code } = version ?? fn;
  const now = world.now();
  return {
    FunctionName: fn.name,
    FunctionArn: version ? `${fn.arn}:${version.version}` : fn.arn,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: code.zip.length,
    Description: version?.description ?? settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMb,
    LastModified: (version?.published ?? fn.lastModified).toISOString().replace('Z', '+0000'),
    CodeSha256: code.sha256,
    Version: version?.version ?? '$LATEST',
    Environment: settings.variables && { Variables: settings.variables },
    DeadLetterConfig:
      settings.deadLetterArn === undefined ? undefined : { TargetArn: settings.deadLetterArn },
    TracingConfig: { Mode: settings.tracing },
    RevisionId: fn.revisionId,
    ...stateOf(fn, now),
    PackageType: 'Zip' as const,
    Architectures: [code.architecture],
    EphemeralStorage: { Size: settings.ephemeralStorageMb },
    SnapStart: {
      ApplyOn: settings.snapStart,
      OptimizationStatus: version && settings.snapStart !== 'None' ? 'On' : 'Off',
    },
    Layers: settings.layers.length === 0 ? undefined : settings.layers.map((Arn) => ({ Arn, CodeSize: 1 })),
    VpcConfig:
      settings.vpc.subnets.length === 0
        ? undefined
        : { SubnetIds: settings.vpc.subnets, SecurityGroupIds: settings.vpc.groups },
    FileSystemConfigs: settings.fileSystems.length === 0 ? undefined : settings.fileSystems,
    KMSKeyArn: settings.kmsKeyArn,
    LoggingConfig: {
      LogFormat: settings.logFormat,
      ...(settings.logFormat === 'JSON'
        ? {
            ApplicationLogLevel: settings.applicationLogLevel,
            SystemLogLevel: settings.systemLogLevel,
          }
        : {}),
      LogGroup: settings.logGroup ?? `/aws/lambda/${fn.name}`,
    },
  };
}

function stateOf(fn: LambdaFunction, now: number) {
  if (now < fn.activeAt) {
    return {
      State: 'Pending' as const,
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating' as const,
    };
  }
  if (now < fn.updatedAt) {
    return {
      State: 'Active' as const,
      LastUpdateStatus: 'InProgress' as const,
      LastUpdateStatusReason: 'The function is being created.',
    };
  }
  return { State: 'Active' as const, LastUpdateStatus: 'Successful' as const };
}

import type { Lambda } from '../../aws/services/lambda.ts';
import { say } from '../../core/words/say.ts';

type Configuration = NonNullable<Awaited<ReturnType<Lambda['getFunction']>>['Configuration']>;

/** A setting of the function that `install` never makes, in words, and what removes it. */
export interface FunctionExtra {
  words: string;
  /** Undefined if only a new function is without it. */
  unset: Omit<Parameters<Lambda['updateFunctionConfiguration']>[0], 'FunctionName'> | undefined;
}

const DEFAULT_STORAGE_MB = 512;

/**
 * Finds everything in a function's configuration that `install` does not set. Each of these decides what the function
 * runs, sees or reaches: an address of a false EC2 in a variable, or a layer that is loaded first.
 */
export function functionExtras(now: Configuration): FunctionExtra[] {
  const variables = Object.keys(now.Environment?.Variables ?? {}).sort();
  const storage = now.EphemeralStorage?.Size ?? DEFAULT_STORAGE_MB;
  const all: [boolean, () => string, FunctionExtra['unset']][] = [
    [variables.length > 0, () => variableWords(variables), { Environment: { Variables: {} } }],
    [
      now.Environment?.Error !== undefined,
      () => say`environment variables that AWS could not decrypt`,
      { Environment: { Variables: {} } },
    ],
    [isSome(now.Layers), () => say`layers ${list(now.Layers?.map(({ Arn }) => Arn))}`, { Layers: [] }],
    [
      isSome(now.VpcConfig?.SubnetIds),
      () => say`a network in subnets ${list(now.VpcConfig?.SubnetIds)}`,
      { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } },
    ],
    [
      isSome(now.FileSystemConfigs),
      () => say`file systems ${list(now.FileSystemConfigs?.map(({ LocalMountPath }) => LocalMountPath))}`,
      { FileSystemConfigs: [] },
    ],
    [
      now.TracingConfig?.Mode === 'Active',
      () => say`active tracing`,
      { TracingConfig: { Mode: 'PassThrough' } },
    ],
    [isText(now.KMSKeyArn), () => say`the KMS key ${now.KMSKeyArn}`, { KMSKeyArn: '' }],
    [
      isText(now.DeadLetterConfig?.TargetArn),
      () => say`the dead-letter target ${now.DeadLetterConfig?.TargetArn}`,
      { DeadLetterConfig: { TargetArn: '' } },
    ],
    [
      storage !== DEFAULT_STORAGE_MB,
      () => say`${storage} MB of temporary storage`,
      { EphemeralStorage: { Size: DEFAULT_STORAGE_MB } },
    ],
    [(now.SnapStart?.ApplyOn ?? 'None') !== 'None', () => say`SnapStart`, { SnapStart: { ApplyOn: 'None' } }],
    [now.PackageType === 'Image', () => say`a container image instead of a zip`, undefined],
  ];
  return all.flatMap(([found, words, unset]) => (found ? [{ words: words(), unset }] : []));
}

/** Variables that decide which code runs, or with whom the function talks. */
const DANGEROUS = /^(AWS_ENDPOINT_URL|AWS_LAMBDA_EXEC_WRAPPER$|NODE_|LD_|SSL_|HTTPS?_PROXY$)/i;

function variableWords(names: readonly string[]): string {
  const dangerous = names.filter((name) => DANGEROUS.test(name));
  if (dangerous.length === 0) return say`environment variables ${list(names)}`;
  return say`environment variables ${list(names)}, of which ${list(dangerous)} decide what code it runs or who answers it`;
}

function isSome(values: readonly unknown[] | undefined): boolean {
  return (values?.length ?? 0) > 0;
}

function isText(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function list(values: readonly (string | undefined)[] | undefined): string {
  return (values ?? []).map((value) => value ?? '?').join(', ');
}

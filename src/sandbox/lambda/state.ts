import { randomUUID } from 'node:crypto';
import type {
  ApplicationLogLevel,
  FileSystemConfig,
  Runtime,
  SnapStartApplyOn,
  SystemLogLevel,
} from '@aws-sdk/client-lambda';
import { brokenConstraint } from '../constraint.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { FunctionPool } from './runtime/function-pool.ts';
import type { FunctionSpec } from './runtime/function-spec.ts';

/** Settings of CreateFunction and UpdateFunctionConfiguration. */
export interface FunctionSettings {
  role: string;
  handler: string;
  runtime: Runtime;
  description: string;
  timeoutSeconds: number;
  memoryMb: number;
  variables: Record<string, string> | undefined;
  logGroup: string | undefined;
  logFormat: 'Text' | 'JSON';
  applicationLogLevel: ApplicationLogLevel;
  systemLogLevel: SystemLogLevel;
  deadLetterArn: string | undefined;
  tracing: 'Active' | 'PassThrough';
  ephemeralStorageMb: number;
  /** ARNs of layer versions. */
  layers: string[];
  vpc: { subnets: string[]; groups: string[] };
  fileSystems: FileSystemConfig[];
  kmsKeyArn: string | undefined;
  snapStart: SnapStartApplyOn;
}

export interface FunctionCode {
  zip: Uint8Array;
  /** base64(SHA-256) of the uploaded bytes. */
  sha256: string;
  architecture: 'x86_64' | 'arm64';
  /** Makes GetFunction's download URL hard to guess. */
  token: string;
}

/** Code and settings that serve invocations from `from` (epoch ms) on. */
interface Revision {
  from: number;
  spec: FunctionSpec;
  pool: FunctionPool | undefined;
}

export interface PublishedVersion {
  version: string;
  description: string;
  settings: FunctionSettings;
  code: FunctionCode;
  published: Date;
}

interface EventInvoke {
  maximumRetryAttempts: number | undefined;
  maximumEventAgeSeconds: number | undefined;
  onSuccess: string | undefined;
  onFailure: string | undefined;
  lastModified: Date;
}

export interface LambdaFunction {
  name: string;
  arn: string;
  settings: FunctionSettings;
  code: FunctionCode;
  revisionId: string;
  lastModified: Date;
  /** Epoch ms. The function is Pending before, and Active from then on. */
  activeAt: number;
  /** Epoch ms. The last update is in progress before, and successful from then on. */
  updatedAt: number;
  /** Oldest first. */
  revisions: Revision[];
  versions: PublishedVersion[];
  /** Resource policy: statements as JSON objects by Sid. */
  statements: Map<string, Record<string, unknown>>;
  policyRevisionId: string;
  tags: Map<string, string>;
  eventInvoke: EventInvoke | undefined;
  /** Reserved concurrency. */
  reserved: number | undefined;
  running: number;
  /** The runtime update mode. If it is not set, Lambda updates the runtime automatically. */
  runtimeManagement?:
    | { updateOn: 'Auto' | 'Manual' | 'FunctionUpdate'; versionArn: string | undefined }
    | undefined;
}

export interface LambdaState {
  functions: Map<string, LambdaFunction>;
}

/** All pools that can have processes, including those of old code and deleted functions. */
export function livePools(world: SandboxWorld): Set<FunctionPool> {
  return world.state('lambda-pools', 'all', 'global', () => new Set<FunctionPool>());
}

export function lambdaState(world: SandboxWorld, account: string, region: string): LambdaState {
  return world.state<LambdaState>('lambda', account, region, () => ({ functions: new Map() }));
}

export const invalid = (message: string) =>
  new AwsError('InvalidParameterValueException', message, 400, { Type: 'User' });
export const conflict = (message: string) =>
  new AwsError('ResourceConflictException', message, 409, { Type: 'User' });
export const notFound = (message: string) =>
  new AwsError('ResourceNotFoundException', message, 404, { Type: 'User' });

/** Returns name and qualifier from a name, a partial ARN (`123456789012:function:name`) or an ARN. */
export function splitFunctionName(name: string | undefined): { name: string; qualifier: string | undefined } {
  const match =
    /^(?:(?:arn:[^:]+:lambda:)?(?:[a-z0-9-]+:)?(?:\d{12}:)?function:)?([a-zA-Z0-9-_]{1,64})(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/.exec(
      name ?? '',
    );
  if (!match) {
    throw new AwsError(
      'ValidationException',
      brokenConstraint(
        'functionName',
        `satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
        String(name),
      ),
    );
  }
  const [, found = '', qualifier] = match;
  return { name: found, qualifier };
}

export function functionArn(call: Pick<Call, 'partition' | 'region' | 'account'>, name: string): string {
  return `arn:${call.partition}:lambda:${call.region}:${call.account}:function:${name}`;
}

export function existingFunction(
  world: SandboxWorld,
  nameOrArn: string | undefined,
  call: Call,
): LambdaFunction {
  const { name, qualifier } = splitFunctionName(nameOrArn);
  const found = lambdaState(world, call.account, call.region).functions.get(name);
  const exists =
    found &&
    (qualifier === undefined ||
      qualifier === '$LATEST' ||
      found.versions.some((one) => one.version === qualifier));
  if (!exists) {
    const suffix = qualifier === undefined ? '' : `:${qualifier}`;
    throw notFound(`Function not found: ${functionArn(call, name)}${suffix}`);
  }
  return found;
}

/**
 * Throws while a function is Pending: invocations and other operations fail (Lambda guide, "Function
 * states").
 */
export function checkRevision(given: string | undefined, latest: string, reader: string): void {
  if (given === undefined || given === latest) return;
  throw new AwsError(
    'PreconditionFailedException',
    `The Revision Id provided does not match the latest Revision Id. Call the ${reader} API to retrieve the latest Revision Id`,
    412,
    { Type: 'User' },
  );
}

/** While a function is Pending, invocations and other operations on it fail (Lambda guide, "Function states"). */
export function checkActive(world: SandboxWorld, fn: LambdaFunction): void {
  if (world.now() < fn.activeAt) {
    throw conflict(
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    );
  }
}

/** Also throws while an update is in progress (same page). */
export function checkNotBusy(world: SandboxWorld, fn: LambdaFunction): void {
  checkActive(world, fn);
  if (world.now() < fn.updatedAt) {
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${fn.arn}`,
    );
  }
}

/** Puts the current settings and code into service after the pending time. */
export function revise(world: SandboxWorld, fn: LambdaFunction, call: Call): void {
  const now = world.now();
  fn.revisionId = randomUUID();
  fn.lastModified = new Date(now);
  fn.revisions.push({ from: now + world.timing.functionPendingMs, spec: specOf(fn, call), pool: undefined });
  world.after(world.timing.functionPendingMs + 1, () => retireOld(world, fn));
}

async function retireOld(world: SandboxWorld, fn: LambdaFunction): Promise<void> {
  const effective = fn.revisions.findLastIndex((one) => one.from <= world.now());
  await retire(world, fn.revisions.splice(0, Math.max(effective, 0)));
}

/** Waits for running invocations, then ends the processes. */
export async function retire(world: SandboxWorld, revisions: Revision[]): Promise<void> {
  for (const { pool } of revisions) {
    if (!pool) continue;
    await pool.retire();
    livePools(world).delete(pool);
  }
}

/** Returns the code and settings in service. During an update, these are the old ones. */
export function serving(world: SandboxWorld, fn: LambdaFunction): { spec: FunctionSpec; pool: FunctionPool } {
  const revision = fn.revisions.findLast((one) => one.from <= world.now()) ?? fn.revisions[0]!;
  if (!revision.pool) {
    revision.pool = new FunctionPool(world, revision.spec);
    livePools(world).add(revision.pool);
  }
  return { spec: revision.spec, pool: revision.pool };
}

function specOf(fn: LambdaFunction, call: Call): FunctionSpec {
  const { settings } = fn;
  const ownGroup = `/aws/lambda/${fn.name}`;
  return {
    account: call.account,
    region: call.region,
    functionName: fn.name,
    functionArn: fn.arn,
    version: '$LATEST',
    roleArn: settings.role,
    handler: settings.handler,
    runtime: settings.runtime,
    memoryMb: settings.memoryMb,
    timeoutSeconds: settings.timeoutSeconds,
    variables: settings.variables ?? {},
    logGroup: settings.logGroup ?? ownGroup,
    sharedLogGroup: settings.logGroup !== undefined && settings.logGroup !== ownGroup,
    logFormat: settings.logFormat,
    applicationLogLevel: settings.applicationLogLevel,
    systemLogLevel: settings.systemLogLevel,
    zip: fn.code.zip,
  };
}

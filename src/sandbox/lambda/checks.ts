import { createHash, randomUUID } from 'node:crypto';
import type { Runtime } from '@aws-sdk/client-lambda';
import { brokenConstraint } from '../constraint.ts';
import { AwsError, type SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { reservedVariables } from './runtime/process-variables.ts';
import { BadZipError, readZip } from './runtime/unpack.ts';
import { type FunctionCode, invalid } from './state.ts';

/** Lambda quotas: environment variables, and a directly uploaded zip (Lambda guide, "Lambda quotas"). */
const maxVariablesBytes = 4096;
const maxZipBytes = 52_428_800;

/** Node.js runtimes for new functions. Older ones are blocked since 2026-09-30. */
const runtimes: readonly Runtime[] = ['nodejs22.x', 'nodejs24.x', 'nodejs26.x'];
const blocked = /^nodejs(\d+\.x|4\.3|4\.3-edge|6\.10|8\.10)?$/;

export function checkRuntime(runtime: Runtime | undefined): Runtime {
  if (runtime !== undefined && runtimes.includes(runtime)) return runtime;
  if (runtime !== undefined && blocked.test(runtime)) {
    throw invalid(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  throw invalid(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${runtimes.join(', ')}] or be a valid ARN (the sandbox runs only Node.js functions)`,
  );
}

export function checkVariables(variables: Record<string, string> | undefined): Record<string, string> {
  const checked = variables ?? {};
  const reserved = Object.keys(checked).filter((key) => reservedVariables.has(key));
  if (reserved.length > 0) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  for (const key of Object.keys(checked)) {
    if (!/^[a-zA-Z]([a-zA-Z0-9_])+$/.test(key)) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value '${key}' at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]`,
      );
    }
  }
  if (Buffer.byteLength(JSON.stringify(checked)) > maxVariablesBytes) {
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.',
    );
  }
  return checked;
}

export function checkRange(field: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw violation(
    field,
    String(value),
    value < min ? `have value greater than or equal to ${min}` : `have value less than or equal to ${max}`,
  );
}

export function checkPattern(field: string, value: string | undefined, pattern: RegExp, max: number): string {
  const text = value ?? '';
  if (text.length > max) {
    throw violation(field, text, `have length less than or equal to ${max}`);
  }
  if (!pattern.test(text)) {
    throw violation(field, text, `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`);
  }
  return text;
}

/** Returns the error for an invalid member; `must` ends the sentence "Member must …". */
function violation(field: string, value: string, must: string): AwsError {
  return new AwsError('ValidationException', brokenConstraint(field, must, value));
}

/** If Lambda cannot assume a role yet, an installation usually fails here first. */
export function checkRole(world: SandboxWorld, roleArn: string | undefined): string {
  const role = checkPattern(
    'role',
    roleArn,
    /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
    2048,
  );
  if (!world.iam.canAssume(role, 'lambda.amazonaws.com')) {
    throw invalid('The role defined for the function cannot be assumed by Lambda.');
  }
  return role;
}

/** Before Lambda accepts a failure destination, the function's role must be able to send to it. */
export function checkDestination(
  world: SandboxWorld,
  roleArn: string,
  arn: string | undefined,
): string | undefined {
  if (arn === undefined || arn === '') return undefined;
  const service = parseArn(arn)?.service;
  const needed: Record<string, { action: string; what: string }> = {
    sqs: { action: 'sqs:SendMessage', what: 'SendMessage on SQS' },
    sns: { action: 'sns:Publish', what: 'Publish on SNS' },
    lambda: { action: 'lambda:InvokeFunction', what: 'InvokeFunction on LAMBDA' },
    events: { action: 'events:PutEvents', what: 'PutEvents on EVENTBRIDGE' },
  };
  const need = needed[service ?? ''];
  if (!need) throw invalid(`The destination ARN ${arn} is invalid.`);
  if (!world.iam.roleAllows(roleArn, { action: need.action, resource: arn })) {
    throw invalid(`The provided execution role does not have permissions to call ${need.what}`);
  }
  return arn;
}

/** Checks an uploaded zip and calculates its CodeSha256. */
export function checkCode(
  input: { ZipFile?: Uint8Array | undefined; S3Bucket?: string | undefined; ImageUri?: string | undefined },
  architecture: string,
): FunctionCode {
  if (input.S3Bucket !== undefined || input.ImageUri !== undefined) {
    throw invalid('The sandbox accepts code only as ZipFile, not from S3 or as an image.');
  }
  const zip = input.ZipFile;
  if (!zip || zip.length === 0) throw invalid('Please provide a source for function code.');
  if (zip.length > maxZipBytes) {
    throw new AwsError(
      'RequestEntityTooLargeException',
      'Request must be smaller than 70167211 bytes for the CreateFunction operation',
      413,
      { Type: 'User' },
    );
  }
  if (architecture !== 'x86_64' && architecture !== 'arm64') {
    throw violation('architectures', architecture, 'satisfy enum value set: [x86_64, arm64]');
  }
  try {
    readZip(zip);
  } catch (error) {
    if (error instanceof BadZipError) throw invalid(error.message);
    throw error;
  }
  const sha256 = createHash('sha256').update(zip).digest('base64');
  return { zip: Uint8Array.from(zip), sha256, architecture, token: randomUUID() };
}

/** What kind of failure it is; the command line maps each kind to one exit code. */
export type ErrorKind = 'usage' | 'aws' | 'access' | 'deploy' | 'interrupted' | 'internal';

export interface AppErrorOptions {
  kind: ErrorKind;
  /** Stable, kebab-case: what scripts may match on. */
  code: string;
  /** One sentence that names the cause. */
  message: string;
  /** The next command or step, as a full sentence. */
  hint?: string | undefined;
  cause?: unknown;
  /** Facts for `--format json`: plain data only. */
  details?: Record<string, unknown> | undefined;
}

/** An error that a user is meant to read. Anything else that is thrown is a bug of ours (exit 70). */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(options: AppErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.kind = options.kind;
    this.code = options.code;
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** Shorthand for the commonest kind: what the user typed or wrote is wrong. */
export function usageError(code: string, message: string, hint?: string, cause?: unknown): AppError {
  return new AppError({ kind: 'usage', code, message, hint, cause });
}

export interface AwsCallErrorOptions extends Omit<AppErrorOptions, 'kind'> {
  kind: 'aws' | 'access';
  /** `lambda`, `ec2`, … as in IAM actions. */
  service: string;
  /** API operation: `CreateFunction`. */
  operation: string;
  /** AWS's error code as it came: `ResourceConflictException`, `InvalidGroup.NotFound`. */
  awsCode: string;
  /** AWS's own words, in which some causes alone can be told apart: never `message`, which is translated. */
  awsMessage?: string | undefined;
  requestId?: string | undefined;
  httpStatus?: number | undefined;
}

/** A call to AWS that failed after the SDK's own retries. */
export class AwsCallError extends AppError {
  readonly service: string;
  readonly operation: string;
  readonly awsCode: string;
  readonly awsMessage: string;
  readonly requestId: string | undefined;
  readonly httpStatus: number | undefined;

  constructor(options: AwsCallErrorOptions) {
    super(options);
    this.name = 'AwsCallError';
    this.service = options.service;
    this.operation = options.operation;
    this.awsCode = options.awsCode;
    this.awsMessage = options.awsMessage ?? '';
    this.requestId = options.requestId;
    this.httpStatus = options.httpStatus;
  }
}

/** Waits for a call; undefined when AWS answers with one of these codes ("there is no such thing"). */
export async function unlessCode<T>(call: Promise<T>, ...awsCodes: string[]): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsCallError && awsCodes.includes(error.awsCode)) return undefined;
    throw error;
  }
}

/** The kind of a failure. The command line maps each kind to one exit code. */
export type ErrorKind = 'usage' | 'aws' | 'access' | 'deploy' | 'declined' | 'interrupted' | 'internal';

export interface AppErrorOptions {
  kind: ErrorKind;
  /** A stable code in kebab-case, which scripts can compare. */
  code: string;
  /** What happened and why. */
  message: string;
  /** The next command or step, as a full sentence. */
  hint?: string | undefined;
  cause?: unknown;
  /** Data for `--format json`: plain values only. */
  details?: Record<string, unknown> | undefined;
}

/** An error for the user. Any other error is a bug in secgroup-monitor (exit code 70). */
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

/** Creates an error of the most common kind: a mistake in the command line or in a file. */
export function usageError(code: string, message: string, hint?: string, cause?: unknown): AppError {
  return new AppError({ kind: 'usage', code, message, hint, cause });
}

export interface AwsCallErrorOptions extends Omit<AppErrorOptions, 'kind'> {
  kind: 'aws' | 'access';
  /** `lambda`, `ec2`, … as in IAM actions. */
  service: string;
  /** API operation: `CreateFunction`. */
  operation: string;
  /** AWS's unchanged error code: `ResourceConflictException`, `InvalidGroup.NotFound`. */
  awsCode: string;
  /** AWS's own message. Some causes differ only in it. Don't compare `message`, which is translated. */
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

/** A result, or why AWS did not give it. */
export type Attempt<T> = { value: T } | { failed: AppError };

/** Waits for reads that may be denied or fail in AWS. @throws every other error. */
export async function attempt<T>(reads: Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await reads };
  } catch (error) {
    if (error instanceof AppError && (error.kind === 'access' || error.kind === 'aws'))
      return { failed: error };
    throw error;
  }
}

/** Waits for a call. Returns undefined if AWS answers with one of these codes, for example because a resource does not exist. */
export async function unlessCode<T>(call: Promise<T>, ...awsCodes: string[]): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsCallError && awsCodes.includes(error.awsCode)) return undefined;
    throw error;
  }
}

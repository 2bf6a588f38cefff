import { AppError, AwsCallError } from '../core/errors.ts';

/** Turns whatever an SDK call threw into an error that names service, operation, cause and remedy. */
export function toAppError(error: unknown, service: string, operation: string): AppError {
  if (error instanceof AppError) return error;
  const e = error as {
    name?: string;
    message?: string;
    $metadata?: { requestId?: string; httpStatusCode?: number };
  };
  return new AwsCallError({
    kind: 'aws',
    code: 'aws-call-failed',
    message: `${service}:${operation} failed: ${e.message ?? String(error)}`,
    service,
    operation,
    awsCode: e.name ?? 'Unknown',
    requestId: e.$metadata?.requestId,
    httpStatus: e.$metadata?.httpStatusCode,
    cause: error,
  });
}

import { AwsError } from '../service.ts';
import type { ServiceProtocol } from './protocols.ts';

/** Errors that every service has, each with its own code and status. */

/** Too many requests. Codes: each service's "Common errors" page. */
export function throttled(service: string): AwsError {
  switch (service) {
    case 'ec2':
      return new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
    case 'lambda':
      return new AwsError('TooManyRequestsException', 'Rate exceeded', 429, {
        Reason: 'CallerRateLimitExceeded',
      });
    case 's3':
      return new AwsError('SlowDown', 'Please reduce your request rate.', 503);
    case 'iam':
    case 'sts':
    case 'sns':
      return new AwsError('Throttling', 'Rate exceeded', 400);
    default:
      return new AwsError('ThrottlingException', 'Rate exceeded', 400);
  }
}

/** The server's own failure. */
export function internalError(service: string): AwsError {
  const message = 'An internal error has occurred. Retry your query.';
  switch (service) {
    case 'ec2':
    case 's3':
      return new AwsError('InternalError', message, 500);
    case 'lambda':
      return new AwsError('ServiceException', message, 500);
    case 'events':
      return new AwsError('InternalException', message, 500);
    default:
      return new AwsError('InternalFailure', message, 500);
  }
}

/** The caller's policies do not allow the action on the resource. */
export function accessDenied(service: string, callerArn: string, action: string, resource: string): AwsError {
  const who = `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource}`;
  const message = `${who} because no identity-based policy allows the ${action} action`;
  return service === 'ec2'
    ? forbidden(service, `You are not authorized to perform this operation. ${message}`)
    : forbidden(service, message);
}

/** The service's error for a refused request. `jsonStatus`: status of JSON services (400 for a refusal by IAM). */
export function forbidden(service: string, message: string, jsonStatus = 400): AwsError {
  switch (service) {
    case 'ec2':
      return new AwsError('UnauthorizedOperation', message, 403);
    case 'iam':
    case 'sts':
    case 's3':
      return new AwsError('AccessDenied', message, 403);
    case 'sns':
      return new AwsError('AuthorizationError', message, 403);
    case 'lambda':
    case 'sqs':
      return new AwsError('AccessDeniedException', message, 403);
    default:
      return new AwsError('AccessDeniedException', message, jsonStatus);
  }
}

/** The service (or the sandbox, with the same response) does not have this operation. */
export function unknownOperation(service: ServiceProtocol, operation: string): AwsError {
  switch (service.protocol) {
    case 'ec2Query':
      return new AwsError('InvalidAction', `The action ${operation} is not valid for this web service.`, 400);
    case 'awsQuery':
      return new AwsError(
        'InvalidAction',
        `Could not find operation ${operation} for version ${service.version}`,
        400,
      );
    case 'restXml':
      return new AwsError(
        'NotImplemented',
        'A header you provided implies functionality that is not implemented.',
        501,
      );
    case 'restJson1':
      return new AwsError('UnknownOperationException', 'The requested operation does not exist.', 404);
    default:
      return new AwsError('UnknownOperationException', `The operation ${operation} does not exist.`, 400);
  }
}

/** The access key is unknown. Codes: each service's "Common errors" page. */
export function unknownKey(service: string): AwsError {
  const message = 'The security token included in the request is invalid.';
  switch (service) {
    case 'ec2':
      return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
    case 's3':
      return new AwsError(
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
        403,
      );
    case 'iam':
    case 'sts':
    case 'sns':
    case 'sqs':
      return new AwsError('InvalidClientTokenId', message, 403);
    default:
      return new AwsError('UnrecognizedClientException', message, service === 'lambda' ? 403 : 400);
  }
}

/** The body is longer than the service accepts. Codes: "Common errors" pages; for S3, "Error responses". */
export function tooLarge(service: string): AwsError {
  const message = 'The request is too large.';
  switch (service) {
    case 's3':
      return new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400);
    case 'ec2':
    case 'iam':
    case 'sts':
    case 'sns':
      return new AwsError('RequestEntityTooLarge', message, 413);
    default:
      return new AwsError('RequestEntityTooLargeException', message, 413);
  }
}

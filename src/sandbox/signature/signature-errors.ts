import { AwsError } from '../service.ts';
import { compactSeconds } from '../values/iso-time.ts';

/**
 * The errors of each service for a signature that it does not accept. Codes: the services' "Common errors" pages,
 * EC2's "Error codes", S3's "Error responses". Texts: IAM guide, "Troubleshoot signed requests".
 */

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** The request is not signed. S3 treats its sender as anonymous. */
export function missingSignature(service: string): AwsError {
  const message = 'Request is missing Authentication Token';
  switch (service) {
    case 's3':
      return new AwsError('AccessDenied', 'Access Denied', 403);
    case 'ec2':
    case 'iam':
    case 'sts':
    case 'sns':
    case 'sqs':
      return new AwsError('MissingAuthenticationToken', message, 403);
    default:
      return new AwsError('MissingAuthenticationTokenException', message, jsonStatus(service));
  }
}

/** S3's error for an older version of the signature. */
export function unsupportedVersion(): AwsError {
  const message =
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
  return new AwsError('InvalidRequest', message, 400);
}

/** The signature is incomplete or malformed. */
export function incompleteSignature(service: string, message: string): AwsError {
  switch (service) {
    case 'ec2':
      return cannotValidate();
    case 's3':
      return new AwsError('AuthorizationHeaderMalformed', message, 400);
    case 'iam':
    case 'sts':
    case 'sns':
    case 'sqs':
      return new AwsError('IncompleteSignature', message, 400);
    default:
      return new AwsError('IncompleteSignatureException', message, jsonStatus(service));
  }
}

/** The request was changed after signing, or was not signed with the secret of the access key. */
export function wrongSignature(service: string, message = MISMATCH): AwsError {
  switch (service) {
    case 'ec2':
      return cannotValidate();
    case 's3':
      return new AwsError('SignatureDoesNotMatch', message, 403);
    case 'iam':
    case 'sts':
    case 'sns':
    case 'sqs':
      return new AwsError('SignatureDoesNotMatch', message, 403);
    default:
      return new AwsError('InvalidSignatureException', message, jsonStatus(service));
  }
}

/** Returns the maximum difference between the clocks of client and service, in milliseconds. */
export function allowedSkewMs(service: string): number {
  return service === 's3' || service === 'ec2' ? 900_000 : 300_000;
}

/** The request is too old, or its time is in the future. `at` and `now` are epoch milliseconds. */
export function skewedTime(service: string, at: number, now: number): AwsError {
  const skewMs = allowedSkewMs(service);
  if (service === 'ec2') return expired();
  if (service === 's3') {
    return new AwsError(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      403,
      {
        RequestTime: compactSeconds(at),
        ServerTime: new Date(now).toISOString(),
        MaxAllowedSkewMilliseconds: skewMs,
      },
    );
  }
  const minutes = skewMs / 60_000;
  const [signed, here] = [compactSeconds(at), compactSeconds(now)];
  return wrongSignature(
    service,
    at < now
      ? `Signature expired: ${signed} is now earlier than ${compactSeconds(now - skewMs)} (${here} - ${minutes} min.)`
      : `Signature not yet current: ${signed} is still later than ${compactSeconds(now + skewMs)} (${here} + ${minutes} min.)`,
  );
}

/** The presigned URL has expired. `until` and `now` are epoch milliseconds. */
export function expiredUrl(service: string, until: number, now: number): AwsError {
  if (service === 'ec2') return expired();
  if (service === 's3') {
    const times = { Expires: new Date(until).toISOString(), ServerTime: new Date(now).toISOString() };
    return new AwsError('AccessDenied', 'Request has expired', 403, times);
  }
  const message = `Signature expired: ${compactSeconds(until)} is now earlier than ${compactSeconds(now)}`;
  return wrongSignature(service, message);
}

/** The body does not have the digest in the request, which the signature covers. */
export function wrongPayload(service: string): AwsError {
  return service === 's3'
    ? new AwsError(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        400,
      )
    : wrongSignature(service);
}

/** Lambda answers with 403 where the services of the JSON protocols answer with 400. */
const jsonStatus = (service: string) => (service === 'lambda' ? 403 : 400);

/** EC2 has one code for every signature that it does not accept. */
const cannotValidate = () =>
  new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);

const expired = () => new AwsError('RequestExpired', 'Request has expired.', 400);

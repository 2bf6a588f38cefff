import { AppError, AwsCallError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import { shownUrl } from '../core/words/shown-url.ts';
import { brokenWords, isBroken } from './broken-response.ts';
import { deniedAccess, iamAction } from './iam-action.ts';
import { shellWord } from './shell-word.ts';
import { NO_SUCH_HOST, PROXY_REFUSED, socketCode, UNTRUSTED } from './socket-code.ts';

/** Facts about the call that an error message needs. */
export interface CallContext {
  region?: string | undefined;
  endpoint?: string | undefined;
  /** The profile of the credentials, if the user named one. */
  profile?: string | undefined;
}

interface SdkError {
  name?: string;
  message?: string;
  /** The code of one of Node's socket errors, or AWS's error code. */
  code?: string;
  Code?: string;
  cause?: unknown;
  $metadata?: { requestId?: string; httpStatusCode?: number };
}

interface Words {
  kind: 'aws' | 'access';
  code: string;
  message: string;
  hint?: string | undefined;
  details?: Record<string, unknown> | undefined;
}

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);
const EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
  'UnauthorizedSSOTokenError',
]);
/** The SDK's message if an SSO login has expired or is missing. Its code is the one for any missing credentials. */
const NEEDS_LOGIN = /\bto refresh this SSO session run\b/i;
const REFUSED_KEY = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
]);
const REGION_OFF = new Set(['OptInRequired', 'RegionDisabledException', 'RegionNotEnabled']);
const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AccessDeniedFault',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
  'InsufficientPrivilegesException',
]);
const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'SlowDown',
]);

/** Turns any error of an SDK call into an AppError that names the service, operation, cause and remedy. */
export function toAppError(
  error: unknown,
  service: string,
  operation: string,
  context: CallContext = {},
): AppError {
  if (error instanceof AppError) return error;
  const e = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as SdkError;
  if (e.name === 'AbortError') {
    return new AppError({
      kind: 'interrupted',
      code: 'interrupted',
      message: say`Interrupted during ${service}:${operation}.`,
      cause: withoutExchange(error),
    });
  }
  const awsCode = isBroken(e) ? 'BrokenResponse' : (socketCode(e) ?? e.name ?? e.Code ?? 'Unknown');
  return new AwsCallError({
    ...wordsFor(e, awsCode, service, operation, context),
    service,
    operation,
    awsCode,
    awsMessage: isBroken(e) ? undefined : e.message,
    requestId: e.$metadata?.requestId,
    httpStatus: e.$metadata?.httpStatusCode,
    cause: withoutExchange(error),
  });
}

function wordsFor(
  e: SdkError,
  awsCode: string,
  service: string,
  operation: string,
  context: CallContext,
): Words {
  const call = iamAction(service, operation);
  const text = sentence(e.message ?? awsCode);
  const socket = socketCode(e);
  if (socket !== undefined) return networkWords(socket, withoutStop(text), call, context);
  if (isBroken(e)) return brokenWords(e, call, context);
  if (NO_CREDENTIALS.has(awsCode)) return noCredentialsWords(text, context);
  const failed = { e, awsCode, call, text, context };
  const access = accessWords(failed);
  if (access !== undefined) return access;
  if (DENIED.has(awsCode) || (e.$metadata?.httpStatusCode === 403 && awsCode !== 'Unknown')) {
    return deniedAccess(service, operation, e.message ?? '');
  }
  return serviceWords(failed);
}

interface FailedCall {
  e: SdkError;
  awsCode: string;
  /** IAM action, for example `lambda:CreateFunction`. */
  call: string;
  text: string;
  context: CallContext;
}

/** `aws sso login --profile dev`, as the user must type it. */
function ssoLogin({ profile }: CallContext): string {
  return profile === undefined ? 'aws sso login' : `aws sso login --profile ${shellWord(profile)}`;
}

function noCredentialsWords(text: string, context: CallContext): Words {
  if (NEEDS_LOGIN.test(text)) {
    return {
      kind: 'access',
      code: 'login-needed',
      message: say`You are not logged in to IAM Identity Center, or the login has expired. ${text}`,
      hint: say`Run \`${ssoLogin(context)}\`, then run the same command again.`,
    };
  }
  return {
    kind: 'access',
    code: 'no-credentials',
    message: say`No AWS credentials were found. ${text}`,
    hint: say`Run \`aws configure\` or \`${ssoLogin(context)}\`, or set AWS_PROFILE. If you have no AWS account, try \`secgroup-monitor demo\`.`,
  };
}

/** AWS responded, but rejected the credentials. Undefined for any other error. */
function accessWords({ e, awsCode, call, text, context }: FailedCall): Words | undefined {
  if (EXPIRED.has(awsCode) || /token (included in the request )?(is|has) expired/i.test(e.message ?? '')) {
    return {
      kind: 'access',
      code: 'expired-token',
      message: say`The AWS session has expired (${call}: ${awsCode}).`,
      hint: say`Log in again, for example with \`${ssoLogin(context)}\`, then run the same command again.`,
    };
  }
  if (REFUSED_KEY.has(awsCode)) {
    return {
      kind: 'access',
      code: 'invalid-credentials',
      message: say`AWS rejected these credentials (${call}: ${withoutStop(text)}).`,
      hint: say`Check the access key, the secret key and the clock of this machine, and that Region ${context.region ?? ''} is enabled for the account. To test the credentials, run \`aws sts get-caller-identity\`.`,
    };
  }
  if (REGION_OFF.has(awsCode)) {
    return {
      kind: 'access',
      code: 'region-not-enabled',
      message: say`Region ${context.region ?? ''} is not enabled for this account (${call}).`,
      hint: say`Enable it in the AWS console under Account > AWS Regions, or use another Region with --region.`,
    };
  }
  return undefined;
}

/** AWS accepted the credentials, but the call failed. */
function serviceWords({ e, awsCode, call, text }: FailedCall): Words {
  if (THROTTLED.has(awsCode) || e.$metadata?.httpStatusCode === 429) {
    return {
      kind: 'aws',
      code: 'throttled',
      message: say`AWS kept throttling ${call} (${awsCode}).`,
      hint: say`Wait a minute, then run the same command again; it continues where it stopped.`,
    };
  }
  if (/LimitExceeded|QuotaExceeded|TooMany(?!Requests)|MaximumNumberOf/.test(awsCode)) {
    return {
      kind: 'aws',
      code: 'quota-exceeded',
      message: say`The account has reached an AWS quota (${call}: ${withoutStop(text)}).`,
      hint: say`Delete resources that you no longer need, or request an increase in Service Quotas. Then run the same command again.`,
    };
  }
  if ((e.$metadata?.httpStatusCode ?? 0) >= 500) {
    return {
      kind: 'aws',
      code: 'aws-unavailable',
      message: say`AWS could not complete ${call}: ${text}`,
      hint: say`Run the same command again in a few minutes. https://health.aws.amazon.com/health/status shows the status of AWS.`,
    };
  }
  return { kind: 'aws', code: 'aws-call-failed', message: say`${call} failed: ${text}` };
}

function networkWords(socket: string, text: string, call: string, context: CallContext): Words {
  const endpoint = context.endpoint && shownUrl(context.endpoint);
  const details = { reason: socket, endpoint };
  if (NO_SUCH_HOST.has(socket) && context.endpoint === undefined) {
    return {
      kind: 'aws',
      code: 'unknown-region',
      message: say`No AWS endpoint was found for Region ${context.region ?? ''} (${call}: ${text}).`,
      hint: say`Check the name of the Region and your internet connection. \`aws ec2 describe-regions\` lists the names.`,
      details,
    };
  }
  if (socket === PROXY_REFUSED) {
    return {
      kind: 'aws',
      code: 'proxy-refused',
      message: say`The proxy refused the connection to AWS (${call}: ${text}).`,
      hint: say`Check HTTPS_PROXY (a proxy with a login needs http://user:password@host:port), or add the host to NO_PROXY.`,
      details,
    };
  }
  const where = endpoint ?? say`AWS in ${context.region ?? say`this Region`}`;
  if (UNTRUSTED.has(socket)) {
    return {
      kind: 'aws',
      code: 'untrusted-certificate',
      message: say`The certificate of ${where} is not trusted (${call}: ${text}).`,
      hint: say`If your company's proxy inspects TLS connections, set AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to a PEM file with its CA certificate.`,
      details,
    };
  }
  return {
    kind: 'aws',
    code: 'endpoint-unreachable',
    message: say`Could not connect to ${where} (${call}: ${text}).`,
    hint:
      context.endpoint === undefined
        ? say`Check the network, the firewall and HTTPS_PROXY, then run the same command again.`
        : say`Check --endpoint-url and AWS_ENDPOINT_URL. If you use the sandbox, start it with \`secgroup-monitor sandbox\`.`,
    details,
  };
}

/** The SDK attaches the request to its errors, including signed headers, which must not be shown. */
function withoutExchange(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const slim = new Error(error.message);
  slim.name = error.name;
  if (error.stack !== undefined) slim.stack = error.stack;
  return slim;
}

const sentence = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(?<![.!?])$/, '.');

const withoutStop = (text: string) => text.replace(/\.$/, '');

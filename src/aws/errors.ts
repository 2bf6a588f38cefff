import { AppError, AwsCallError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import { shownUrl } from '../core/words/shown-url.ts';
import { deniedAccess, iamAction } from './iam-action.ts';

/** What the error's words need to know beside the error itself. */
export interface CallContext {
  region?: string | undefined;
  endpoint?: string | undefined;
}

interface SdkError {
  name?: string;
  message?: string;
  /** Of Node's socket errors, or AWS's own code. */
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

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'TimeoutError',
]);
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const PROXY_REFUSED = 'EPROXYREFUSED';
const NO_SUCH_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN']);
/** Nobody answered, or nobody to talk to. */
const NO_ANSWER = [UNREACHABLE, UNTRUSTED, NO_SUCH_HOST, new Set([PROXY_REFUSED])];
const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);
const EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
  'UnauthorizedSSOTokenError',
]);
/** What the SDK says of every login that has ended or is missing; its code is that of any missing credentials. */
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

/** Turns whatever an SDK call threw into an error that names service, operation, cause and remedy. */
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
  const awsCode = socketCode(e) ?? e.name ?? e.Code ?? 'Unknown';
  return new AwsCallError({
    ...wordsFor(e, awsCode, service, operation, context),
    service,
    operation,
    awsCode,
    awsMessage: e.message,
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
  if (NO_CREDENTIALS.has(awsCode) && socket === undefined) return noCredentialsWords(text);
  if (socket !== undefined) return networkWords(socket, text.replace(/\.$/, ''), call, context);
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
  /** As an IAM action. */
  call: string;
  text: string;
  context: CallContext;
}

function noCredentialsWords(text: string): Words {
  if (NEEDS_LOGIN.test(text)) return loginWords(text);
  return {
    kind: 'access',
    code: 'no-credentials',
    message: say`No AWS credentials were found. ${text}`,
    hint: say`Run \`aws configure\` or \`aws sso login\`, or set AWS_PROFILE. Without an account, try \`secgroup-monitor demo\`.`,
  };
}

/** AWS answered, and does not let these credentials in at all. */
function accessWords({ e, awsCode, call, text, context }: FailedCall): Words | undefined {
  if (EXPIRED.has(awsCode) || /token (included in the request )?(is|has) expired/i.test(e.message ?? '')) {
    return {
      kind: 'access',
      code: 'expired-token',
      message: say`The AWS session has expired (${call}: ${awsCode}).`,
      hint: say`Log in again, for example with \`aws sso login\`, and run the same command once more.`,
    };
  }
  if (REFUSED_KEY.has(awsCode)) {
    return {
      kind: 'access',
      code: 'invalid-credentials',
      message: say`AWS does not accept these credentials (${call}: ${text})`,
      hint: say`Check the access key and its secret, the machine's clock, and that Region ${context.region ?? ''} is enabled for the account: \`aws sts get-caller-identity\`.`,
    };
  }
  if (REGION_OFF.has(awsCode)) {
    return {
      kind: 'access',
      code: 'region-not-enabled',
      message: say`Region ${context.region ?? ''} is not enabled for this account (${call}).`,
      hint: say`Enable it under Account > AWS Regions, or choose another with --region.`,
    };
  }
  return undefined;
}

/** AWS let the call in, and it failed there. */
function serviceWords({ e, awsCode, call, text }: FailedCall): Words {
  if (THROTTLED.has(awsCode) || e.$metadata?.httpStatusCode === 429) {
    return {
      kind: 'aws',
      code: 'throttled',
      message: say`AWS kept throttling ${call} (${awsCode}).`,
      hint: say`Wait a minute and run the same command again: it goes on where it stopped.`,
    };
  }
  if (/LimitExceeded|QuotaExceeded|TooMany(?!Requests)|MaximumNumberOf/.test(awsCode)) {
    return {
      kind: 'aws',
      code: 'quota-exceeded',
      message: say`A quota of the account is used up (${call}: ${text})`,
      hint: say`Remove what is no longer needed or ask for more under Service Quotas, then run the same command again.`,
    };
  }
  if ((e.$metadata?.httpStatusCode ?? 0) >= 500) {
    return {
      kind: 'aws',
      code: 'aws-unavailable',
      message: say`AWS could not answer ${call}: ${text}`,
      hint: say`Run the same command again in a few minutes; see https://health.aws.amazon.com/health/status.`,
    };
  }
  return { kind: 'aws', code: 'aws-call-failed', message: say`${call} failed: ${text}` };
}

function loginWords(text: string): Words {
  return {
    kind: 'access',
    code: 'login-needed',
    message: say`The login of IAM Identity Center has ended, or there was none. ${text}`,
    hint: say`Run \`aws sso login\` for this profile, then the same command once more.`,
  };
}

function networkWords(socket: string, text: string, call: string, context: CallContext): Words {
  const endpoint = context.endpoint && shownUrl(context.endpoint);
  const details = { reason: socket, endpoint };
  if (NO_SUCH_HOST.has(socket) && context.endpoint === undefined) {
    return {
      kind: 'aws',
      code: 'unknown-region',
      message: say`No host of AWS answers to Region ${context.region ?? ''} (${call}: ${text})`,
      hint: say`Check the name of the Region and the connection to the internet; \`aws ec2 describe-regions\` lists the names.`,
      details,
    };
  }
  if (socket === PROXY_REFUSED) {
    return {
      kind: 'aws',
      code: 'proxy-refused',
      message: say`The way to AWS is closed (${call}: ${text})`,
      hint: say`Check HTTPS_PROXY (it may need http://user:password@host:port), or name the host in NO_PROXY.`,
      details,
    };
  }
  const where = endpoint ?? say`AWS in ${context.region ?? say`this Region`}`;
  if (UNTRUSTED.has(socket)) {
    return {
      kind: 'aws',
      code: 'untrusted-certificate',
      message: say`The certificate of ${where} can't be trusted (${call}: ${text})`,
      hint: say`Where a company's proxy signs anew, let AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS name the file with its certificate.`,
      details,
    };
  }
  return {
    kind: 'aws',
    code: 'endpoint-unreachable',
    message: say`${where} could not be reached (${call}: ${text})`,
    hint:
      context.endpoint === undefined
        ? say`Check the network, the firewall and HTTPS_PROXY, then run the same command again.`
        : say`Check --endpoint-url or AWS_ENDPOINT_URL. Is the sandbox running? \`secgroup-monitor sandbox\` starts one.`,
    details,
  };
}

/** The SDK hangs the whole exchange on its errors, signed headers included: nothing that may be shown. */
function withoutExchange(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const slim = new Error(error.message);
  slim.name = error.name;
  if (error.stack !== undefined) slim.stack = error.stack;
  return slim;
}

/** Node's code of a failed connection, looked up through the causes and grouped attempts. */
function socketCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  const { code, name, cause, errors, $metadata } = error as SdkError & { errors?: unknown[] };
  if ($metadata?.httpStatusCode !== undefined) return undefined;
  for (const candidate of [code, name]) {
    if (candidate !== undefined && NO_ANSWER.some((codes) => codes.has(candidate))) return candidate;
  }
  return socketCode(cause, depth + 1) ?? socketCode(errors?.[0], depth + 1);
}

function sentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

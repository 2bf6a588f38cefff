import { AdaptiveRetryStrategy, DefaultRateLimiter } from '@smithy/core/retry';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';

/** Attempts in all, the first included. Two throttled answers in a row are common in a busy account. */
export const MAX_ATTEMPTS = 5;

/** Calls a second that a client never falls below, once AWS has throttled it. */
const SLOWEST_PER_SECOND = 5;
/** CloudTrail takes two LookupEvents a second from an account and Region (CloudTrail quotas). */
export const SLOWEST_LOOKUPS_PER_SECOND = 2;

/**
 * The SDK's adaptive strategy (it slows down the whole client once AWS throttles), with one exception:
 * the SDK takes `LimitExceededException` for throttling, but in IAM, Lambda, CloudWatch Logs and
 * EventBridge it is a quota that no waiting lifts.
 */
export class DeployRetryStrategy extends AdaptiveRetryStrategy {
  constructor(maxAttempts: number = MAX_ATTEMPTS, slowest: number = SLOWEST_PER_SECOND) {
    // The SDK starts at one call in two seconds, which a burst of a dozen calls would take half a minute for.
    const rateLimiter = new DefaultRateLimiter({ minFillRate: slowest, minCapacity: Math.max(1, slowest) });
    super(maxAttempts, { rateLimiter });
  }

  override async refreshRetryTokenForRetry(token: StandardRetryToken, info: RetryErrorInfo) {
    if (isQuota(info.error)) throw new Error('a quota is not lifted by retrying');
    return super.refreshRetryTokenForRetry(token, info);
  }
}

function isQuota(error: unknown): boolean {
  const name = (error as { name?: string } | undefined)?.name ?? '';
  return name === 'LimitExceededException' || name === 'LimitExceeded';
}

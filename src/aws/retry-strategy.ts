import { AdaptiveRetryStrategy, DefaultRateLimiter } from '@smithy/core/retry';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';
import { isBroken } from './broken-response.ts';

/** Number of attempts, including the first. Two throttled calls in a row are common in a busy account. */
export const MAX_ATTEMPTS = 5;

/** The lowest rate of a throttled client, in calls per second. */
const SLOWEST_PER_SECOND = 5;
/** CloudTrail accepts two LookupEvents calls per second and Region from an account (CloudTrail quotas). */
export const SLOWEST_LOOKUPS_PER_SECOND = 2;

/**
 * The SDK's adaptive strategy, which slows down the whole client when AWS throttles it, with two exceptions.
 * A response that can't be read is retried. The SDK treats `LimitExceededException` as throttling, but in IAM, Lambda, CloudWatch Logs and EventBridge
 * it means a quota, so retries don't help.
 */
export class DeployRetryStrategy extends AdaptiveRetryStrategy {
  constructor(maxAttempts: number = MAX_ATTEMPTS, slowest: number = SLOWEST_PER_SECOND) {
    // The SDK starts at one call in two seconds. A burst of a dozen calls would take half a minute.
    const rateLimiter = new DefaultRateLimiter({ minFillRate: slowest, minCapacity: Math.max(1, slowest) });
    super(maxAttempts, { rateLimiter });
  }

  override async refreshRetryTokenForRetry(token: StandardRetryToken, info: RetryErrorInfo) {
    if (isQuota(info.error)) throw new Error('retries do not raise a quota');
    // The SDK does not retry a call whose response it cannot read.
    const errorType = isBroken(info.error) ? 'TRANSIENT' : info.errorType;
    return super.refreshRetryTokenForRetry(token, { ...info, errorType });
  }
}

function isQuota(error: unknown): boolean {
  const name = (error as { name?: string } | undefined)?.name ?? '';
  return name === 'LimitExceededException' || name === 'LimitExceeded';
}

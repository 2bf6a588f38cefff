import { AwsCallError } from '../core/errors.ts';
import type { PollHost } from './poll-host.ts';

const MISSING_PAUSE_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;

/** Before the first response, these mean a wrong Region or endpoint; after it, a lost network. */
const NOBODY_THERE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH']);

/** Decides whether to wait after a failure, and reports the wait once. */
export class Patience {
  readonly #group: string;
  readonly #host: Pick<PollHost, 'onNote'>;
  #failures = 0;
  #hasWorked = false;
  #missing = false;

  constructor(group: string, host: Pick<PollHost, 'onNote'>) {
    this.#group = group;
    this.#host = host;
  }

  restore(): void {
    if (this.#missing) this.#host.onNote({ type: 'group-found', group: this.#group });
    else if (this.#failures > 0) this.#host.onNote({ type: 'recovered' });
    this.#missing = false;
    this.#failures = 0;
    this.#hasWorked = true;
  }

  /** Milliseconds to wait for a group that does not exist yet. */
  pauseWithoutGroup(): number {
    if (!this.#missing) this.#host.onNote({ type: 'waiting-for-group', group: this.#group });
    this.#missing = true;
    return MISSING_PAUSE_MS;
  }

  /** Milliseconds to wait before the next attempt. Throws errors that waiting can't fix. */
  pauseAfter(error: unknown): number {
    if (!(error instanceof AwsCallError)) throw error;
    if (error.awsCode === 'ResourceNotFoundException') return this.pauseWithoutGroup();
    const neverThere = !this.#hasWorked && NOBODY_THERE.has(error.awsCode);
    if (neverThere || !isPassing(error)) throw error;
    if (this.#failures++ === 0) this.#host.onNote({ type: 'trouble', message: error.message });
    return Math.min(MAX_BACKOFF_MS, 500 * 2 ** Math.min(this.#failures, 10));
  }
}

/** Is the failure temporary? */
export function isPassing(error: AwsCallError): boolean {
  return (
    ['throttled', 'endpoint-unreachable', 'aws-unavailable', 'unknown-region'].includes(error.code) ||
    (error.httpStatus ?? 0) >= 500 ||
    ['LimitExceededException', 'ServiceUnavailableException', 'TimeoutError'].includes(error.awsCode)
  );
}

import { type ClockHost, clockSkew, serviceNow } from './clock.ts';

export interface PollFrom {
  /** Epoch milliseconds. Earlier events are not given. */
  since: number;
  /** `since` is the time of an event, and not a time by this computer's clock. */
  sinceEvent?: boolean | undefined;
  /**
   * For following from now on: events before this time that the first complete poll shows are old, and are not
   * given. Events that become readable later are given, whatever their time.
   */
  skipBefore?: number | undefined;
}

/**
 * Where following begins. The times come from this computer's clock, and events have the time of AWS, so both are
 * corrected as soon as a response shows the difference.
 */
export class PollStart {
  from: number;
  skipBefore: number;
  readonly #host: ClockHost;
  readonly #sinceEvent: boolean;
  #settled = false;

  constructor({ since, sinceEvent, skipBefore }: PollFrom, host: ClockHost) {
    this.from = since;
    this.skipBefore = skipBefore ?? 0;
    this.#sinceEvent = sinceEvent === true;
    this.#host = host;
  }

  /** Corrects the times, once. Returns whether `from` is earlier now, so that the poll has missed something. */
  settle(): boolean {
    const skew = clockSkew(this.#host);
    if (this.#settled || skew === undefined) return false;
    this.#settled = true;
    if (this.skipBefore > 0) this.skipBefore -= skew;
    const before = this.from;
    // A clock that is behind only makes the start earlier, and nothing is missed.
    if (!this.#sinceEvent) this.from -= Math.max(0, skew);
    else if (skew > 0) this.from = Math.min(this.from, serviceNow(this.#host));
    return this.from < before;
  }
}

import { NodeHttpHandler } from '@smithy/node-http-handler';
import { checkResponse } from './broken-response.ts';

/** The time of AWS, from the Date headers of its responses. It does not depend on the clock of this computer. */
export class ServiceClock {
  #seen: { date: number; elapsed: number } | undefined;
  readonly #elapsed: () => number;

  /** @param elapsed Milliseconds since any fixed moment. */
  constructor(elapsed = () => performance.now()) {
    this.#elapsed = elapsed;
  }

  /** @param date The header, for example `Sun, 01 Nov 2026 10:00:00 GMT`. */
  observe(date: string | undefined): void {
    const parsed = date === undefined ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(parsed)) this.#seen = { date: parsed, elapsed: this.#elapsed() };
  }

  /**
   * Epoch milliseconds; undefined before the first response with a time. Up to a second and the duration of a
   * response early, never late, because the header has whole seconds.
   */
  now(): number | undefined {
    if (this.#seen === undefined) return undefined;
    return this.#seen.date + this.#elapsed() - this.#seen.elapsed;
  }
}

/** Sends requests, refuses responses that are not of AWS, and gives the clock the time of each, also of errors. */
export class TimedHttpHandler extends NodeHttpHandler {
  readonly #clock: ServiceClock;

  constructor(clock: ServiceClock, options: ConstructorParameters<typeof NodeHttpHandler>[0]) {
    super(options);
    this.#clock = clock;
  }

  override async handle(
    ...given: Parameters<NodeHttpHandler['handle']>
  ): ReturnType<NodeHttpHandler['handle']> {
    const answer = await super.handle(...given);
    this.#clock.observe(answer.response.headers.date);
    checkResponse(given[0], answer.response);
    return answer;
  }
}

/** One API call that the sandbox answered. */
export interface CallLogEntry {
  service: string;
  operation: string;
  account: string;
  region: string;
  caller: string;
  requestId: string;
  /** Start of the call in epoch milliseconds. */
  at: number;
  /** Duration in milliseconds. */
  ms: number;
  /** `ok`, the error's code, or `cut` (a fault closed the connection). Empty while the call is running. */
  outcome: string;
  status: number;
}

/** An entry of a call that is still running. */
interface OpenCall {
  entry: CallLogEntry;
  end(outcome: string, status: number): void;
}

/** The log of all API calls, oldest first. It keeps the last 100,000. */
export class Calls {
  readonly entries: CallLogEntry[] = [];
  readonly #listener: ((entry: CallLogEntry) => void) | undefined;

  constructor(listener?: (entry: CallLogEntry) => void) {
    this.#listener = listener;
  }

  begin(service: string, region: string, requestId: string): OpenCall {
    const started = performance.now();
    const entry: CallLogEntry = {
      service,
      operation: '',
      account: '',
      region,
      caller: '',
      requestId,
      at: Date.now(),
      ms: 0,
      outcome: '',
      status: 0,
    };
    if (this.entries.length >= 100_000) this.entries.shift();
    this.entries.push(entry);
    const end = (outcome: string, status: number) => {
      entry.outcome = outcome;
      entry.status = status;
      entry.ms = performance.now() - started;
      this.#listener?.(entry);
    };
    return { entry, end };
  }

  clear(): void {
    this.entries.length = 0;
  }
}

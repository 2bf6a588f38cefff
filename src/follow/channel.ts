/** Passes items from several writers to one reader. Writers wait while it is full. */
export class Channel<T> implements AsyncIterable<T> {
  readonly #items: T[] = [];
  readonly #capacity: number;
  #wakeReader: (() => void) | undefined;
  #wakeWriters: (() => void)[] = [];
  #failure: { error: unknown } | undefined;

  /** An aborted signal fails the channel with its reason. */
  constructor(signal: AbortSignal, capacity = 64) {
    this.#capacity = capacity;
    if (signal.aborted) this.fail(signal.reason);
    else signal.addEventListener('abort', () => this.fail(signal.reason), { once: true });
  }

  async push(item: T): Promise<void> {
    while (this.#items.length >= this.#capacity && !this.#failure) {
      await new Promise<void>((resolve) => this.#wakeWriters.push(resolve));
    }
    if (this.#failure) throw this.#failure.error;
    this.#items.push(item);
    this.#wakeReader?.();
  }

  /** The reader gets the items that were pushed before, then the error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wakeReader?.();
    for (const wake of this.#wakeWriters.splice(0)) wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      while (this.#items.length > 0) {
        const item = this.#items.shift()!;
        this.#wakeWriters.shift()?.();
        yield item;
      }
      if (this.#failure) throw this.#failure.error;
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
  }
}

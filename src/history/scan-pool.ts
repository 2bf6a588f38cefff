import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { type ScanInput, type ScanOutcome, scanSource } from './scan-source.ts';

export interface ScanOptions {
  /** Calls whose records are wanted, as in `eventName`. */
  names: readonly string[];
  /** 0 = on this thread. */
  workers: number;
  /** File that the threads run; left out = the one that belongs to this package. */
  entry?: string | undefined;
  signal: AbortSignal;
  onOutcome(outcome: ScanOutcome): void;
}

/** Gives the next files to read; an empty list when there are no more. */
export type NextInputs = () => Promise<ScanInput[]>;

/** Reads log files on several threads. Rejects with the signal's reason when aborted. */
export async function scanAll(next: NextInputs, options: ScanOptions): Promise<void> {
  const { names, workers, signal, onOutcome } = options;
  signal.throwIfAborted();
  if (workers === 0) {
    for (let inputs = await next(); inputs.length > 0; inputs = await next()) {
      for (const input of inputs) {
        signal.throwIfAborted();
        onOutcome(await scanSource(input, names));
      }
    }
    return;
  }
  const entry = options.entry ?? createRequire(import.meta.url).resolve('#dist/scan-worker.js');
  const threads = Array.from({ length: workers }, () => new Worker(entry, { workerData: { names } }));
  const stop = new AbortController();
  const aborted = AbortSignal.any([signal, stop.signal]);
  try {
    await Promise.all(threads.map((thread) => feed(thread, next, onOutcome, aborted)));
  } finally {
    // One failed thread ends the others' waiting.
    stop.abort(new Error('another thread failed'));
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

async function feed(
  thread: Worker,
  next: NextInputs,
  onOutcome: (outcome: ScanOutcome) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let inputs = await next(); inputs.length > 0; inputs = await next()) {
    for (const outcome of await ask(thread, inputs, signal)) onOutcome(outcome);
  }
}

function ask(thread: Worker, inputs: ScanInput[], signal: AbortSignal): Promise<ScanOutcome[]> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const settle = (act: () => void) => {
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onMessage = (outcomes: ScanOutcome[]) => settle(() => resolve(outcomes));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) =>
      settle(() => reject(new Error(`a reading thread ended with code ${code}`)));
    const onAbort = () => settle(() => reject(signal.reason));
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal.addEventListener('abort', onAbort);
    // Copies of what is small or pooled; whole buffers are handed over.
    const owned = inputs.flatMap((input) =>
      'bytes' in input && input.bytes.byteLength === input.bytes.buffer.byteLength
        ? [input.bytes.buffer as ArrayBuffer]
        : [],
    );
    thread.postMessage(inputs, owned);
  });
}

/**
 * Hands out a known list in portions that shrink towards the end: few messages while there is much, and no
 * thread that is left with a large portion when the others are done.
 */
export function portions(inputs: readonly ScanInput[], workers: number): NextInputs {
  let at = 0;
  return async () => {
    const left = inputs.length - at;
    const size = Math.min(64, Math.ceil(left / (Math.max(1, workers) * 4)));
    const portion = inputs.slice(at, at + size);
    at += size;
    return portion;
  };
}

import { createRequire } from 'node:module';
import { setImmediate as immediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { scanPortion } from './scan-portion.ts';
import type { ScanInput, ScanOutcome } from './scan-source.ts';
import type { ScanAnswer, ScanQuestion } from './scan-worker.ts';

/** Signals, progress and the answers of other threads wait no longer than this. */
const MAX_BUSY_MS = 2;

let lastId = 0;

export interface ScanOptions {
  /** The wanted calls, as in `eventName`. */
  names: readonly string[];
  /** The number of reading threads, including this one: at least 1. */
  threads: number;
  /** The file that the other threads run; omitted = the one in this package. */
  entry?: string | undefined;
  signal: AbortSignal;
  onOutcome(outcome: ScanOutcome): void;
}

/** Returns the next files to read; an empty list at the end. */
export type NextInputs = () => Promise<ScanInput[]>;

/**
 * Reads log files on several threads. This thread reads too: it reads many files before another thread has started.
 * Rejects with the signal's reason if it aborts.
 */
export async function scanAll(next: NextInputs, options: ScanOptions): Promise<void> {
  const { names, threads, signal } = options;
  signal.throwIfAborted();
  const others = startThreads(threads - 1, options);
  const stop = new AbortController();
  const during = { ...options, signal: AbortSignal.any([signal, stop.signal]) };
  try {
    await Promise.all([
      // Each thread has two portions, so that none waits while this thread reads.
      ...others.flatMap((thread) => [feed(thread, next, during), feed(thread, next, during)]),
      readHere(next, names, during),
    ]);
  } finally {
    // If one thread fails, the others must not wait.
    stop.abort(new Error('another thread failed'));
    // We don't wait for the threads to exit: that can take longer than reading an archive, and the result is known.
    for (const thread of others) void thread.terminate();
  }
}

function startThreads(count: number, { names, entry }: ScanOptions): Worker[] {
  if (count === 0) return [];
  const file = entry ?? createRequire(import.meta.url).resolve('#dist/scan-worker.js');
  return Array.from({ length: count }, () => new Worker(file, { workerData: { names } }));
}

type During = Pick<ScanOptions, 'signal' | 'onOutcome'>;

async function readHere(next: NextInputs, names: readonly string[], during: During): Promise<void> {
  let rested = performance.now();
  for (let inputs = await next(); inputs.length > 0; inputs = await next()) {
    for await (const outcome of scanPortion(inputs, names)) {
      during.onOutcome(outcome);
      during.signal.throwIfAborted();
      if (performance.now() - rested < MAX_BUSY_MS) continue;
      await immediate();
      rested = performance.now();
    }
  }
}

async function feed(thread: Worker, next: NextInputs, { signal, onOutcome }: During): Promise<void> {
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
    const id = ++lastId;
    const onMessage = (answer: ScanAnswer) => {
      if (answer.id === id) settle(() => resolve(answer.outcomes));
    };
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) =>
      settle(() => reject(new Error(`a reading thread ended with code ${code}`)));
    const onAbort = () => settle(() => reject(signal.reason));
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal.addEventListener('abort', onAbort);
    // Small and pooled buffers are copied; others are transferred.
    const owned = inputs.flatMap((input) =>
      'bytes' in input && input.bytes.byteLength === input.bytes.buffer.byteLength
        ? [input.bytes.buffer as ArrayBuffer]
        : [],
    );
    thread.postMessage({ id, inputs } satisfies ScanQuestion, owned);
  });
}

/**
 * Divides a list into portions that shrink towards the end. So there are few messages at first, and no thread is left
 * with a large portion when the others have finished.
 */
export function portions(inputs: readonly ScanInput[], threads: number): NextInputs {
  let at = 0;
  return async () => {
    const left = inputs.length - at;
    const size = Math.min(64, Math.ceil(left / (threads * 4)));
    const portion = inputs.slice(at, at + size);
    at += size;
    return portion;
  };
}

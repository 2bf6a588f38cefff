/** Entry of dist/scan-worker.js: reads log files on a thread of its own. See scan-pool.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ScanInput, type ScanOutcome, scanSource } from './scan-source.ts';

export interface Question {
  id: number;
  inputs: ScanInput[];
}

export interface Answer {
  /** Of the question. */
  id: number;
  outcomes: ScanOutcome[];
}

const { names } = workerData as { names: string[] };

parentPort!.on('message', async ({ id, inputs }: Question) => {
  const outcomes: ScanOutcome[] = [];
  for (const input of inputs) outcomes.push(await scanSource(input, names));
  parentPort!.postMessage({ id, outcomes } satisfies Answer);
});

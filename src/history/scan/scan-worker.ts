/** Entry of dist/scan-worker.js, which reads log files on a separate thread. See scan-pool.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { scanPortion } from './scan-portion.ts';
import type { ScanInput, ScanOutcome } from './scan-source.ts';

export interface ScanQuestion {
  id: number;
  inputs: ScanInput[];
}

export interface ScanAnswer {
  /** The id of the question. */
  id: number;
  outcomes: ScanOutcome[];
}

const { names } = workerData as { names: string[] };

parentPort!.on('message', async ({ id, inputs }: ScanQuestion) => {
  const outcomes: ScanOutcome[] = [];
  for await (const outcome of scanPortion(inputs, names)) outcomes.push(outcome);
  parentPort!.postMessage({ id, outcomes } satisfies ScanAnswer);
});

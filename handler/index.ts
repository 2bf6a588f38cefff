import { readFileSync } from 'node:fs';
import { monitorAws } from '../src/aws/monitor/monitor-aws.ts';
import { prepareBaseline } from '../src/core/judge/evaluate.ts';
import { createMonitor } from './monitor.ts';

/** settings.json and baseline.json lie beside this file in the zip. */
function beside(name: string) {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

const settings = beside('settings.json');

const monitor = createMonitor({
  settings,
  baseline: prepareBaseline(beside('baseline.json')),
  // Throttling lasts: more tries than the SDK's three fit well into the function's time. Not `adaptive`: a single
  // throttled call would slow down all that a warm environment does afterwards.
  aws: monitorAws({ region: settings.region, retryMode: 'standard', maxAttempts: 8 }),
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  // Straight to the stream: console would put its own prefix before each line.
  out: (line) => process.stdout.write(`${line}\n`),
});

interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export async function handler(event: unknown, context: LambdaContext): Promise<void> {
  await monitor(event, () => context.getRemainingTimeInMillis());
}

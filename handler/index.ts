import { readFileSync } from 'node:fs';
import { monitorAws } from '../src/aws/monitor/monitor-aws.ts';
import { prepareBaseline } from '../src/core/judge/evaluate.ts';
import { createMonitor } from './monitor.ts';

/** Reads settings.json or baseline.json, which are next to this file in the zip. */
function beside(name: string) {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

const settings = beside('settings.json');

const monitor = createMonitor({
  settings,
  baseline: prepareBaseline(beside('baseline.json')),
  // Throttling can last longer than the SDK's three attempts, and the function has time for more. In `adaptive` mode,
  // a single throttled call would slow down all later calls of a warm environment.
  aws: monitorAws({ region: settings.region, retryMode: 'standard', maxAttempts: 8 }),
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  // In Lambda, console would add a prefix to each line.
  out: (line) => process.stdout.write(`${line}\n`),
});

interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export async function handler(event: unknown, context: LambdaContext): Promise<void> {
  await monitor(event, () => context.getRemainingTimeInMillis());
}

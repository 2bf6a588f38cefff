/**
 * Measures `--help` and `--version` as multiples of an empty Node process. Starts each RUNS times, in turns,
 * and compares the 10th percentile, because other load affects it least. Fails above LIMIT.
 *
 *     node build.mjs && node test/bench/startup.bench.mjs
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const RUNS = Number(process.env.RUNS ?? 100);
const LIMIT = 1.3;
const bin = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));
const commands = {
  'node -e 0': ['-e', '0'],
  '--help': [bin, '--help'],
  '--version': [bin, '--version'],
  'logs --help': [bin, 'logs', '--help'],
};

const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let i = 0; i < RUNS; i++) {
  for (const [name, argv] of Object.entries(commands)) {
    const started = performance.now();
    const { status } = spawnSync(process.execPath, argv);
    if (status !== 0) throw new Error(`${name} failed`);
    times[name].push(performance.now() - started);
  }
}

const tenth = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 10)];
const empty = tenth(times['node -e 0']);
let slow = false;
for (const [name, values] of Object.entries(times)) {
  const ms = tenth(values);
  console.log(`${name.padEnd(12)} ${ms.toFixed(1).padStart(6)} ms  ${(ms / empty).toFixed(2)}x`);
  if ((name === '--help' || name === '--version') && ms / empty > LIMIT) slow = true;
}
if (slow) {
  console.error(`slower than ${LIMIT} times an empty Node process`);
  process.exit(1);
}

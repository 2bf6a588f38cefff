/**
 * Measures `logs --follow` under load: RATE findings a second for SECONDS. Prints the number of findings,
 * the delay from the time in the finding to the line on stdout, and the memory of the process over time.
 * Fails if an event is lost or repeated, if the median is above one poll (1 s), or if memory grows.
 *
 *     node build.mjs && node test/bench/logs.bench.mjs
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const RATE = Number(process.env.RATE ?? 10_000);
const SECONDS = Number(process.env.SECONDS ?? 60);
const FORMAT = process.env.FORMAT ?? 'json';
const bin = new URL('../../bin/secgroup-monitor.js', import.meta.url).pathname;

const server = fork(new URL('logs-server.mjs', import.meta.url), {
  env: { ...process.env, RATE: String(RATE) },
});
const [url] = await once(server, 'message');
const cli = spawn(process.execPath, [bin, 'logs', '--follow', '--format', FORMAT], {
  env: {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: '111122223333',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_REGION: 'eu-west-1',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});

const lags = [];
const seen = new Map();
let lines = 0;
/** The times of the first and the last line, so the start of the command does not count. */
let firstAt;
let lastAt;
let rest = '';
cli.stdout.setEncoding('latin1');
cli.stdout.on('data', (chunk) => {
  const now = Date.now();
  firstAt ??= now;
  lastAt = now;
  const parts = (rest + chunk).split('\n');
  rest = parts.pop();
  for (const line of parts) {
    lines++;
    if (FORMAT !== 'json') continue;
    const i = Number(/"i":(\d+)/.exec(line)[1]);
    seen.set(i, (seen.get(i) ?? 0) + 1);
    if (lines % 100 === 0) lags.push(now - Date.parse(/"time":"([^"]+)"/.exec(line)[1]));
  }
});

/** Returns the CPU time so far in seconds: user and system, from ticks of 1/100 s (proc(5)). */
const cpuSeconds = () => {
  const fields = readFileSync(`/proc/${cli.pid}/stat`, 'utf8').split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
};

const memory = [];
const startedAt = Date.now();
while (Date.now() - startedAt < SECONDS * 1000) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const status = readFileSync(`/proc/${cli.pid}/status`, 'utf8');
  memory.push(Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024));
}
const cpu = cpuSeconds();
cli.kill('SIGINT');
await once(cli, 'close');
server.kill();

const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];
const average = (values) => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
const third = Math.floor(memory.length / 3);
const middle = average(memory.slice(third, 2 * third));
const last = average(memory.slice(2 * third));
const ids = [...seen.keys()];
const first = ids.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const newest = ids.reduce((a, b) => Math.max(a, b), 0);
const result = {
  lines,
  perSecond: Math.round((lines / (lastAt - firstAt)) * 1000),
  lost: FORMAT === 'json' ? newest - first + 1 - seen.size : undefined,
  repeated: FORMAT === 'json' ? [...seen.values()].filter((count) => count > 1).length : undefined,
  lagMs: FORMAT === 'json' ? { p50: quantile(lags, 0.5), p99: quantile(lags, 0.99) } : undefined,
  cpuShare: Number((cpu / SECONDS).toFixed(2)),
  memoryMb: { middle, last, max: Math.max(...memory) },
};
console.log(JSON.stringify(result));
const problems = [
  result.lost > 0 && 'events were lost',
  result.repeated > 0 && 'events were repeated',
  result.lagMs?.p50 > 1000 && 'the median is above one poll',
  result.perSecond < RATE * 0.9 && 'the rate was not kept up',
  last > middle * 1.25 && 'memory grows',
].filter(Boolean);
if (problems.length > 0) {
  console.error(problems.join('; '));
  process.exit(1);
}

/**
 * Measures how long `logs --follow --live` takes to show a finding after the service sent it. A finding is
 * written to a sandbox every 1/RATE seconds for SECONDS. The sandbox's Live Tail sends updates once a second,
 * like AWS's. A proxy between the two records when the bytes of each finding left the service. Fails if the
 * median is above 0.2 s, or if a finding is lost or shown twice.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

const RATE = Number(process.env.RATE ?? 50);
const SECONDS = Number(process.env.SECONDS ?? 20);
const LIMIT_MS = 200;
const bin = new URL('../../bin/secgroup-monitor.js', import.meta.url).pathname;
const logGroupName = '/aws/lambda/secgroup-monitor';
const logStreamName = 'bench';

const sandbox = spawn(process.execPath, [bin, 'sandbox', '--format', 'json', '--quiet'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = await once(createInterface(sandbox.stdout), 'line');
const { exports: env } = JSON.parse(line);
const url = new URL(env.AWS_ENDPOINT_URL);

/** When the service sent the finding with this number: epoch milliseconds. */
const sentAt = new Map();
const signer = new SignatureV4({
  credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
  region: env.AWS_REGION,
  service: 'logs',
  sha256: Sha256,
});
/** Forwards calls with a new signature, because a signature is valid only for one host and port. */
const proxy = createServer(async (message, response) => {
  const chunks = [];
  for await (const chunk of message) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { 'content-type': type, 'x-amz-target': target } = message.headers;
  const { headers } = await signer.sign({
    method: message.method,
    hostname: url.hostname,
    path: message.url,
    headers: { host: url.host, 'content-type': type, 'x-amz-target': target },
    body,
  });
  const sent = request(new URL(message.url, url), { method: message.method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    response.flushHeaders();
    let rest = '';
    answer.on('data', (bytes) => {
      const now = performance.timeOrigin + performance.now();
      const text = rest + bytes.toString('latin1');
      // Live Tail's updates are event streams. The JSON responses to polling are ignored.
      if (!text.includes('sessionMetadata') && rest === '') return;
      for (const [, i] of text.matchAll(/\\"i\\":(\d+),/g)) if (!sentAt.has(i)) sentAt.set(i, now);
      rest = text.slice(-4096);
    });
    answer.pipe(response).on('error', () => answer.destroy());
  });
  sent.on('error', () => response.destroy()).end(body);
});
await once(proxy.listen(0, '127.0.0.1'), 'listening');
const logs = new CloudWatchLogsClient({
  region: env.AWS_REGION,
  endpoint: url.href,
  credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
});
await logs.send(new CreateLogGroupCommand({ logGroupName }));
await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));

const cli = spawn(process.execPath, [bin, 'logs', '--follow', '--live', '--format', 'json', '--quiet'], {
  env: {
    ...process.env,
    ...env,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${proxy.address().port}`,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const lags = [];
const seen = new Map();
createInterface(cli.stdout).on('line', (shown) => {
  const now = performance.timeOrigin + performance.now();
  const { i } = JSON.parse(shown).args;
  seen.set(i, (seen.get(i) ?? 0) + 1);
  const sent = sentAt.get(String(i));
  if (sent !== undefined) lags.push(now - sent);
});

const finding = (i) => {
  const time = new Date().toISOString();
  return JSON.stringify({
    schema: 'secgroup-monitor/finding/1',
    kind: 'drift',
    code: 'unexpected-ingress',
    severity: 'high',
    group: { id: `sg-${String(i % 1000).padStart(17, '0')}`, name: 'web', vpcId: 'vpc-0a1b2c3d' },
    unexpected: [{ rule: 'tcp 22 from anywhere', ids: ['sgr-0123456789abcdef0'] }],
    missing: [],
    args: { i, end: true },
    stack: 'secgroup-monitor',
    account: '111122223333',
    region: 'eu-west-1',
    time,
  });
};
await delay(2000);
for (let i = 0; i < RATE * SECONDS; i++) {
  const logEvents = [{ timestamp: Date.now(), message: finding(i) }];
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  await delay(1000 / RATE);
}
await delay(8000);
cli.kill('SIGINT');
await once(cli, 'close');
sandbox.kill('SIGINT');
proxy.close();

const quantile = (q) =>
  Math.round([...lags].sort((a, b) => a - b)[Math.floor(q * (lags.length - 1))] * 10) / 10;
const result = {
  written: RATE * SECONDS,
  seen: seen.size,
  repeated: [...seen.values()].filter((count) => count > 1).length,
  live: lags.length,
  behindServiceMs: { p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) },
};
console.log(JSON.stringify(result));
const problems = [
  result.seen < result.written && 'findings were lost',
  result.repeated > 0 && 'findings were repeated',
  result.live < result.written / 2 && 'too few findings arrived live',
  result.behindServiceMs.p50 > LIMIT_MS && `the median is above ${LIMIT_MS} ms`,
].filter(Boolean);
if (problems.length > 0) console.error(problems.join('; '));
process.exit(problems.length > 0 ? 1 : 0);

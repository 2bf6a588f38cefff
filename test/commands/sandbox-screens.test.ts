// Covers src/render/sandbox-pretty.ts.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { CommandOutcome } from '../../src/commands/shell.ts';
import type { SandboxItem } from '../../src/reports/sandbox.ts';
import { run } from '../support/run.ts';
import { type Reached, testSandbox } from '../support/sandbox.ts';
import { NOW, recordedScreens, type Screens, screens } from '../support/screens.ts';

/** Placeholder for the address on which the sandbox listens. */
const ADDRESS = 'http://127.0.0.1:40404';
/** As long as a random secret. */
const SECRET = 'a-secret-access-key-of-forty-characters-';

/** Runs the command until its output is complete, then sends Ctrl-C. */
async function untilReady(at: Screens, words: string[], more: [string, string][] = []): Promise<void> {
  const controller = new AbortController();
  const known = [...more];
  await at.type(['sandbox', ...words], {
    signal: controller.signal,
    known,
    onStdout(text) {
      const url = /AWS_ENDPOINT_URL=(\S+?)(?:\u001b|"|$)/m.exec(text)?.[1];
      const secret = /AWS_SECRET_ACCESS_KEY=(\S+?)(?:\u001b|"|$)/m.exec(text)?.[1];
      if (url !== undefined) known.push([url, ADDRESS]);
      if (secret !== undefined) known.push([secret, SECRET]);
      if (url !== undefined) setImmediate(() => controller.abort(new Error('SIGINT')));
    },
  });
}

screens('sandbox', async (at) => {
  await untilReady(at, []);
  await untilReady(at, ['--timing', 'instant', '--fault', 'lambda:*=throttle', '--fault', 'sts:*=deny']);
  await untilReady(at, ['--region', 'us-east-2', '--quiet']);
  await using other = await testSandbox();
  await untilReady(at, ['--upstream', other.url], [[other.url, 'http://127.0.0.1:45660']]);
});

screens('sandbox-refused', async (at) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await at.type(['sandbox', '--port', String(port)], { known: [[String(port), '40404']] });
  other.close();
  await at.type(['sandbox', '--port', '70000']);
  await at.type(['sandbox', '--timing', 'slow']);
  await at.type(['sandbox', '--secret', 'hunter2']);
  await at.type(['sandbox', '--fault', 'everything']);
  await at.type(['sandbox', '--upstream', 'localhost:4566']);
  await at.type(['sandbox', '--upstream', 'http://127.0.0.1:9']);
});

recordedScreens('sandbox-calls', async (type) => {
  const controller = new AbortController();
  await type(['sandbox', '--calls', '--timing', 'instant', '--fault', 'ec2:DescribeVpcs=throttle'], {
    signal: controller.signal,
    alter: (outcome) => withCalls(outcome, controller),
  });
});

/** Makes calls when the sandbox is ready. Their durations and the port are fixed. */
function withCalls(outcome: Exclude<CommandOutcome, undefined>, controller: AbortController): CommandOutcome {
  if (!('stream' in outcome)) throw new Error('the sandbox gives no stream');
  async function* items(batches: AsyncIterable<readonly SandboxItem[]>): AsyncGenerator<SandboxItem[]> {
    let calls = 0;
    for await (const batch of batches) {
      const [first] = batch;
      if (first?.type === 'ready') {
        const secret = first.exports.AWS_SECRET_ACCESS_KEY ?? '';
        void call({ url: first.url, secret }).finally(() => controller.abort(new Error('SIGINT')));
      }
      yield batch.map((item) => {
        if (item.type === 'ready') {
          const standIns = { AWS_ENDPOINT_URL: ADDRESS, AWS_SECRET_ACCESS_KEY: SECRET };
          return { ...item, url: ADDRESS, exports: { ...item.exports, ...standIns } };
        }
        if (item.type !== 'call') return item;
        calls += 1;
        return { ...item, at: new Date(NOW + calls * 40).toISOString(), durationMs: calls * 3 };
      });
    }
  }
  return { ...outcome, items: items(outcome.items as AsyncIterable<readonly SandboxItem[]>) };
}

async function call(sandbox: Reached): Promise<void> {
  const env = { AWS_MAX_ATTEMPTS: '1' };
  await run(['baseline', 'show'], { sandbox, env });
  await run(['redrive'], { sandbox, env });
}

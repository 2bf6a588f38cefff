import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type RunOptions, run } from '../support/run.ts';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));

/** Runs the command until `use` has finished, then sends Ctrl-C. */
async function whileRunning(
  args: string[],
  options: RunOptions,
  use: (url: string, shown: () => string) => Promise<void>,
) {
  const controller = new AbortController();
  let stdout = '';
  const ended = run(['sandbox', ...args], {
    ...options,
    signal: controller.signal,
    onStdout: (text) => {
      stdout += text;
    },
  });
  const url = await eventually(() => {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0];
    expect(found).toBeDefined();
    return found!;
  });
  try {
    await use(url, () => stdout);
  } finally {
    controller.abort(new Error('SIGINT'));
  }
  return ended;
}

describe('sandbox', () => {
  it('discards everything on Ctrl-C', async () => {
    let url = '';
    const { code } = await whileRunning([], {}, async (at) => {
      url = at;
      expect((await fetch(`${at}/_sandbox/health`)).status).toBe(200);
    });
    expect(code).toBe(0);
    await expect(fetch(`${url}/_sandbox/health`)).rejects.toThrow();
  });

  it('shows each call with --calls, and fails calls with --fault', async () => {
    const args = [
      '--calls',
      '--timing',
      'instant',
      '--fault',
      'sts:GetCallerIdentity=throttle',
      '--format',
      'json',
    ];
    const { stdout } = await whileRunning(args, {}, async (url, shown) => {
      const env = {
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: '111122223333',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_REGION: 'eu-west-1',
        AWS_MAX_ATTEMPTS: '1',
      };
      expect((await run(['status'], { env })).code).toBe(3);
      await eventually(() => expect(shown()).toContain('sts:GetCallerIdentity'));
    });
    const items = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(items[0]).toMatchObject({
      type: 'ready',
      timing: 'instant',
      faults: ['sts:GetCallerIdentity=throttle'],
    });
    expect(items.find(({ call }) => call === 'sts:GetCallerIdentity')).toMatchObject({
      type: 'call',
      region: 'eu-west-1',
      outcome: expect.stringMatching(/Throttl/),
    });
  });

  it('reports that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, stderr } = await run(['sandbox', '--port', String(port)]);
    other.close();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `Error: Another program is using port ${port} on 127.0.0.1. Choose another with --port, or omit --port to use any free one.\n`,
    });
  });

  it.each([
    [['--port', '70000'], '--port "70000" is not a port'],
    [['--timing', 'slow'], '--timing does not accept "slow"'],
    [['--fault', 'everything'], 'fault "everything"'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run(['sandbox', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 on %s in a separate process', async (signal) => {
    const child = spawn(process.execPath, [BIN, 'sandbox'], { stdio: ['ignore', 'pipe', 'pipe'] });
    await once(child.stdout, 'data');
    child.kill(signal);
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
  });
});

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
  use: (env: Record<string, string>, shown: () => string) => Promise<void>,
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
  const env = await eventually(() => {
    const found = Object.fromEntries(
      [...stdout.matchAll(/(AWS_\w+)(?:=|":")([^\s"]+)/g)].map(([, name = '', value = '']) => [name, value]),
    );
    expect(found).toHaveProperty('AWS_DEFAULT_REGION');
    return found;
  });
  try {
    await use(env, () => stdout);
  } finally {
    controller.abort(new Error('SIGINT'));
  }
  return ended;
}

describe('sandbox', () => {
  it('discards everything on Ctrl-C', async () => {
    let url = '';
    const { code } = await whileRunning([], {}, async ({ AWS_ENDPOINT_URL = '' }) => {
      url = AWS_ENDPOINT_URL;
      expect((await fetch(`${url}/_sandbox/health`)).status).toBe(200);
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
    const { stdout } = await whileRunning(args, {}, async (exports, shown) => {
      const env = { ...exports, AWS_MAX_ATTEMPTS: '1' };
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

  it('accepts only requests that are signed with its secret', async () => {
    const statusWith = (env: Record<string, string>) => run(['status', '--format', 'json'], { env });
    await whileRunning([], {}, async (exports) => {
      expect(exports.AWS_SECRET_ACCESS_KEY).toMatch(/^[\w-]{40}$/);
      expect(JSON.parse((await statusWith(exports)).stdout)).toMatchObject({ healthy: false });
      const guessed = await statusWith({
        ...exports,
        AWS_SECRET_ACCESS_KEY: 'sandbox',
        AWS_MAX_ATTEMPTS: '1',
      });
      expect(guessed.stderr).toContain('signature');
    });
    const secret = 'a-fixed-secret+/=for-scripts';
    await whileRunning(['--secret', secret], {}, async (exports) => {
      expect(exports.AWS_SECRET_ACCESS_KEY).toBe(secret);
      expect(JSON.parse((await statusWith(exports)).stdout)).toMatchObject({ healthy: false });
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
    [['--secret', 'short'], '--secret is not a secret access key'],
    [['--secret', 'a secret with spaces in it'], '--secret is not a secret access key'],
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

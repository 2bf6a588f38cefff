// Covers src/cli/error-printing.ts, src/cli/main.ts, src/cli/exit-codes.ts, src/cli/start.ts,
// src/cli/pipe-closed.ts, src/cli/deliver.ts, src/cli/commander-words.ts.
import { type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { printError } from '../../src/cli/error-printing.ts';
import { AppError, AwsCallError, type ErrorKind } from '../../src/core/errors.ts';
import { run } from '../support/run.ts';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));

function print(error: unknown, manner: { json?: boolean; verbose?: boolean } = {}, aborted = false) {
  let stderr = '';
  const controller = new AbortController();
  if (aborted) controller.abort(new Error('interrupted'));
  const out = {
    isTTY: false,
    columns: 80,
    write(text: string) {
      stderr += text;
    },
  };
  const code = printError(
    error,
    { stderr: out, signal: controller.signal },
    { json: manner.json === true, verbose: manner.verbose === true },
  );
  return { code, stderr };
}

const sample = (kind: ErrorKind) =>
  new AppError({ kind, code: 'sample', message: 'The cause.', hint: 'Run the next command.' });

describe('an error', () => {
  it.each<[ErrorKind, number]>([
    ['usage', 2],
    ['aws', 3],
    ['access', 4],
    ['deploy', 5],
    ['interrupted', 130],
  ])('prints the kind %s as one paragraph and exits with code %i', (kind, exit) => {
    const { code, stderr } = print(sample(kind));
    expect(code).toBe(exit);
    expect(stderr).toBe(`${kind === 'interrupted' ? '' : 'Error: '}The cause. Run the next command.\n`);
  });

  it('writes one JSON object with the same fields for --format json', () => {
    const error = new AwsCallError({
      kind: 'access',
      code: 'access-denied',
      message: 'Denied.',
      hint: 'Allow it.',
      service: 'lambda',
      operation: 'CreateFunction',
      awsCode: 'AccessDeniedException',
      requestId: 'r-1',
      httpStatus: 403,
      details: { action: 'lambda:CreateFunction' },
    });
    const { code, stderr } = print(error, { json: true });
    expect(code).toBe(4);
    expect(stderr.endsWith('}\n')).toBe(true);
    expect(JSON.parse(stderr)).toEqual({
      schema: 'secgroup-monitor/error/1',
      kind: 'access',
      code: 'access-denied',
      message: 'Denied.',
      hint: 'Allow it.',
      exitCode: 4,
      details: { action: 'lambda:CreateFunction' },
      aws: {
        service: 'lambda',
        operation: 'CreateFunction',
        awsCode: 'AccessDeniedException',
        requestId: 'r-1',
        httpStatus: 403,
      },
    });
  });

  it('shows a stack only for a bug in secgroup-monitor or with --verbose', () => {
    expect(print(sample('aws')).stderr).not.toContain('    at ');
    expect(print(sample('aws'), { verbose: true }).stderr).toContain('    at ');
    const bug = print(new TypeError('x is not a function'));
    expect(bug.code).toBe(70);
    expect(bug.stderr).toContain('This is a bug in secgroup-monitor: x is not a function');
    expect(bug.stderr).toContain('Please report it');
    expect(bug.stderr).toContain('    at ');
  });

  it('escapes control characters before they reach the terminal', () => {
    const hostile = new AppError({
      kind: 'aws',
      code: 'x',
      message: 'group \u001b[2J\u202e\u009b31m is bad',
    });
    expect(print(hostile).stderr).toBe('Error: group \\x1b[2J\\u202e\\x9b31m is bad\n');
  });

  it('reports an abort after Ctrl-C as an interruption', () => {
    expect(print(Object.assign(new Error('aborted'), { name: 'AbortError' }), {}, true)).toEqual({
      code: 130,
      stderr: 'Interrupted.\n',
    });
  });

  it('explains a usage error and exits with code 2', async () => {
    expect(await run(['logs', '--folow'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'Error: Unknown option \'--folow\' (Did you mean --follow?). To see the options, run "secgroup-monitor --help" or "secgroup-monitor help COMMAND".\n',
    });
    expect((await run(['lgos'])).code).toBe(2);
    expect(await run(['help', 'lgos'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'Error: Unknown command \'lgos\' (Did you mean logs?). To see the options, run "secgroup-monitor --help" or "secgroup-monitor help COMMAND".\n',
    });
    expect((await run(['logs', '--format', 'xml'])).stderr).toBe(
      'Error: This command has no format "xml". Use --format pretty or --format json or --format raw.\n',
    );
    expect(JSON.parse((await run(['logs', '--since', 'x', '--format', 'json'])).stderr)).toMatchObject({
      code: 'bad-time',
      exitCode: 2,
    });
    expect((await run([])).code).toBe(2);
    expect((await run(['logs', '--endpoint-url', 'localhost'])).stderr).toContain(
      '--endpoint-url "localhost" is not an HTTP or HTTPS URL.',
    );
  });

  it('says what to do when there is no Region or the endpoint is unreachable', async () => {
    const noRegion = await run(['logs'], { env: { AWS_CONFIG_FILE: '/nonexistent' } });
    expect(noRegion.code).toBe(2);
    expect(noRegion.stderr).toContain('No AWS Region is set. Use --region');
    const unreachable = await run(['logs', '--since', '1m'], {
      env: {
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_ACCESS_KEY_ID: '111122223333',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_MAX_ATTEMPTS: '1',
      },
    });
    expect(unreachable.code).toBe(3);
    expect(unreachable.stderr).toContain('Could not connect to http://127.0.0.1:9');
    expect(unreachable.stderr.trimEnd()).not.toContain('\n');
  });

  it.skipIf(!existsSync('/dev/full'))('reports that a full disk prevented the output', () => {
    const full = openSync('/dev/full', 'w');
    const onto = (stdio: StdioOptions, ...argv: string[]) =>
      spawnSync(process.execPath, [BIN, ...argv], { stdio, encoding: 'utf8', env: { LANG: 'C' } });
    const expected = "Error: Can't write to standard output: no space left on the device. ";
    for (const argv of [['completion', 'bash'], ['--help'], ['baseline', 'schema', '--lang', 'en']]) {
      const { status, stderr } = onto(['ignore', full, 'pipe'], ...argv);
      expect({ argv, status, stderr }).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(expected),
      });
      expect(stderr.trimEnd()).not.toContain('\n');
    }
    const asJson = onto(['ignore', full, 'pipe'], 'baseline', 'schema', '--format', 'json');
    expect(JSON.parse(asJson.stderr)).toMatchObject({ code: 'unwritable-output', exitCode: 2 });
    // A failed write to stderr does not change the exit code.
    expect(onto(['ignore', 'pipe', full], 'no-such-command').status).toBe(2);
    closeSync(full);
  });

  it('ends silently when the reader of stdout closes the pipe', async () => {
    const child = spawn(process.execPath, [BIN, 'sandbox', '--calls'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const [chunk] = await once(child.stdout, 'data');
    const url = /AWS_ENDPOINT_URL=(\S+)/.exec(String(chunk))![1]!;
    child.stdout.destroy();
    const ended = once(child, 'close');
    // Each call writes a line to stdout. The first write fails, because the pipe is closed.
    while (child.exitCode === null && child.signalCode === null) {
      await fetch(url, { method: 'POST', body: 'Action=DescribeVpcs' }).catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [code] = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

it('escapes control characters in a question', async () => {
  const { code, stderr } = await run(['teardown', '--stack', 'eu\u001b[2J'], { tty: true, answer: false });
  expect(stderr).toContain('eu\\x1b[2J');
  expect(stderr).not.toContain('\u001b[2J');
  expect(code).toBe(0);
});

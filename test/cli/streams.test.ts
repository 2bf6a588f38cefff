// Covers src/cli/read-stream.ts, src/core/stream-path.ts.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readStream } from '../../src/cli/read-stream.ts';
import { AppError } from '../../src/core/errors.ts';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'streams-'));
afterAll(() => rm(folder, { recursive: true }));

const READERS = [
  ['audit', '--preset', 'guard', '--from', '-'],
  ['audit', '--preset', 'guard', '--plan', '/dev/stdin'],
  ['history', '--from', '-'],
  ['history', '--from', '/dev/fd/0'],
  ['baseline', 'check', '/dev/fd/0'],
];

describe('a stream that does not end', () => {
  it.concurrent.each(READERS.flatMap((words) => [['SIGTERM', words] as const, ['SIGINT', words] as const]))(
    'is left at once on %s: %s',
    async (signal, words) => {
      // A real pipe, as a shell makes it. Node would give a socket.
      const path = join(folder, randomUUID());
      execFileSync('mkfifo', [path]);
      const pipe = openSync(path, 'r+');
      const writer = spawn('sh', ['-c', 'exec cat > "$0"', path], { stdio: ['pipe', 'ignore', 'ignore'] });
      const child = spawn(process.execPath, [BIN, ...words], { stdio: [pipe, 'ignore', 'pipe'] });
      let stderr = '';
      child.stderr!.on('data', (text: Buffer) => {
        stderr += text.toString();
      });
      const ended = once(child, 'close');
      // More than the pipe holds: when it is written, the command reads.
      await new Promise((resolve) => writer.stdin.write(Buffer.alloc(2_000_000, ' '), resolve));
      child.kill(signal);
      expect(await ended).toEqual([130, null]);
      expect(stderr).toContain('Interrupted');
      writer.kill();
      closeSync(pipe);
    },
  );

  it('is refused above the limit, without being kept in memory', async () => {
    const chunk = Buffer.alloc(64 * 1024 * 1024);
    let given = 0;
    const endless = new Readable({
      read() {
        given += 1;
        this.push(chunk);
      },
    });
    const reading = readStream(endless, 'stdin', new AbortController().signal);
    await expect(reading).rejects.toMatchObject({ code: 'input-too-large' });
    await expect(reading).rejects.toBeInstanceOf(AppError);
    expect(given).toBeLessThan(12);
    expect(endless.destroyed).toBe(true);
  });
});

it('reads the pipes of <(…)', () => {
  const record = {
    eventVersion: '1.08',
    eventTime: '2026-11-01T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'CreateSecurityGroup',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann', userName: 'ann' },
    requestParameters: { groupName: 'web' },
    responseElements: { groupId: 'sg-0a1b2c3d4e5f60718' },
    eventID: 'e-1',
  };
  const log = join(folder, 'log.json');
  writeFileSync(log, JSON.stringify({ Records: [record] }));
  const line = `"${process.execPath}" "${BIN}" history --from <(cat "${log}") --format json`;
  expect(execFileSync('bash', ['-c', line], { encoding: 'utf8' })).toContain('CreateSecurityGroup');
});

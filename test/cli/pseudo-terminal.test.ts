import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));

/** script(1) of util-linux makes a pseudo-terminal of 0 columns if its own input is not a terminal. */
const script = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');
if (!script) console.warn('skipped: real pseudo-terminals, because script(1) of util-linux is not installed');

/** Far more than the demo writes. A spinner that clears lines without end exceeds it at once. */
const MOST_BYTES = 300_000;

interface Shown {
  bytes: number;
  code: number | null;
}

/** Runs the real command in a pseudo-terminal of this width. Kills it if it writes too much. */
function inTerminal(columns: number, words: string): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const line = `stty cols ${columns} rows 24; exec "${process.execPath}" "${BIN}" ${words}`;
    const { CI: _, COLUMNS: __, NO_COLOR: ___, ...env } = process.env;
    const child = spawn('script', ['-qec', line, '/dev/null'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...env, TERM: 'xterm' },
    });
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ bytes, code }));
  });
}

describe.skipIf(!script)('a pseudo-terminal', () => {
  it.concurrent.each([0, 1, 19, 40])('shows the whole demo at %i columns', async (columns) => {
    const { bytes, code } = await inTerminal(columns, 'demo');
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(code).toBe(0);
  });
});

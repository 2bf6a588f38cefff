import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));

/** util-linux's script(1) makes a pseudo-terminal of 0 columns where its own input is no terminal. */
const script = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');
if (!script) console.warn('skipped: real pseudo-terminals, since there is no script(1) of util-linux');

/** Far more than the demo shows; a spinner that clears endless lines writes this in a moment. */
const MOST_BYTES = 300_000;

interface Shown {
  bytes: number;
  code: number | null;
}

/** Runs the real command in a pseudo-terminal of this width; ends it when it writes too much. */
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
  it.concurrent.each([0, 1, 19, 40])('of %i columns shows the demo to its end', async (columns) => {
    const { bytes, code } = await inTerminal(columns, 'demo');
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(code).toBe(0);
  });
});

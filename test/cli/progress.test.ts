// Covers src/cli/paint.ts, src/cli/terminal-stream.ts.
import { describe, expect, it } from 'vitest';
import { wantsColor } from '../../src/cli/paint.ts';
import { progressListener } from '../../src/cli/progress.ts';
import type { ProgressEvent } from '../../src/host/progress-event.ts';
import { screen } from '../support/terminal.ts';

const EVENTS: ProgressEvent[] = [
  { type: 'step-started', id: 'role', text: 'create role' },
  { type: 'step-waiting', id: 'role', text: 'waiting for the role' },
  { type: 'step-waiting', id: 'role', text: 'waiting for the role' },
  { type: 'note', text: 'a note \u001b[31m' },
  { type: 'step-done', id: 'role', text: 'create role' },
  { type: 'warning', text: 'take care' },
  { type: 'step-started', id: 'function', text: 'create function' },
  { type: 'step-failed', id: 'function', text: 'create function' },
];

async function stderrWith(options: {
  tty: boolean;
  env?: Record<string, string>;
  quiet?: boolean;
  color?: boolean;
  columns?: number;
}) {
  let written = '';
  const stderr = {
    isTTY: options.tty,
    columns: options.columns ?? 80,
    write(text: string) {
      written += text;
    },
  };
  const listener = await progressListener(
    { stderr, env: options.env ?? {} },
    { quiet: options.quiet ?? false, color: options.color ?? true },
  );
  for (const event of EVENTS) listener.show(event);
  listener.stop();
  return written;
}

const LINES = `… waiting for the role
· a note \\x1b[31m
✔ create role
! take care
✖ create function
`;

describe('progress', () => {
  it('prints plain lines in a pipe and in CI, each only once', async () => {
    expect(await stderrWith({ tty: false })).toBe(LINES);
    expect(await stderrWith({ tty: true, env: { CI: 'true' } })).toBe(LINES);
    expect(await stderrWith({ tty: true, env: { TERM: 'dumb' } })).toBe(LINES);
    expect(await stderrWith({ tty: true, columns: 19 })).toBe(LINES);
  });

  it('shows a spinner on a terminal and leaves the outcomes', async () => {
    const written = await stderrWith({ tty: true });
    expect(written).toContain('\u001b[32m✔');
    expect(screen(written)).toBe('· a note \\x1b[31m\n✔ create role\n! take care\n✖ create function');
  });

  it('has no colours with --no-color', async () => {
    expect(await stderrWith({ tty: true, color: false })).not.toMatch(/\u001b\[\d+m/);
  });

  it('is silent with --quiet', async () => {
    expect(await stderrWith({ tty: true, quiet: true })).toBe('');
  });
});

describe('wantsColor', () => {
  const tty = { isTTY: true, columns: 80, write: () => {} };
  const pipe = { ...tty, isTTY: false };
  it.each([
    [tty, {}, true],
    [pipe, {}, false],
    [tty, { NO_COLOR: '1' }, false],
    [tty, { NO_COLOR: '' }, true],
    [tty, { TERM: 'dumb' }, false],
    [pipe, { FORCE_COLOR: '1' }, true],
    [pipe, { FORCE_COLOR: '' }, true],
    [tty, { FORCE_COLOR: '0' }, false],
    [tty, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('decides for %j with %j: %s', (out, env, wanted) => {
    expect(wantsColor(out, env)).toBe(wanted);
  });
});

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deliver } from '../../src/cli/deliver.ts';
import { progressListener } from '../../src/cli/progress.ts';
import type { Context, ProgressEvent } from '../../src/commands/context.ts';
import type { Outcome } from '../../src/commands/shell.ts';
import { type RunOptions, type RunResult, run, testContext } from './run.ts';
import { screen } from './terminal.ts';

/**
 * Screens to the letter: what each command shows at two widths, on a terminal and in a pipe. Every subject is
 * one fixture for each, in test/fixtures/screens. After a wanted change:
 * `npx vitest run test/commands/<subject>-screens.test.ts --update`, and look at what it wrote.
 */
export const SCREENS = [
  { columns: 80, tty: true },
  { columns: 80, tty: false },
  { columns: 120, tty: true },
  { columns: 120, tty: false },
];

/** Clocks stand still at this time: what is shown must not depend on how long it took. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');

// Times of day are shown in the zone of the process.
process.env.TZ = 'UTC';

const COMMON = { stack: 'secgroup-monitor', format: 'pretty', yes: false, quiet: false, verbose: false };

/** Holds one subject's screens: `play` types its commands at one terminal or into one pipe. */
export function screens(
  subject: string,
  play: (at: Screens) => Promise<void>,
  where: readonly (typeof SCREENS)[number][] = SCREENS,
): void {
  describe.each(where)(`${subject}: $columns columns, terminal: $tty`, ({ columns, tty }) => {
    it('shows to the letter', async () => {
      const at = new Screens(columns, tty);
      await play(at);
      const name = `${subject}-${columns}-${tty ? 'terminal' : 'pipe'}.txt`;
      const held = fileURLToPath(new URL(`../fixtures/screens/${name}`, import.meta.url));
      await expect(at.text()).toMatchFileSnapshot(held);
    });
  });
}

export interface TypeOptions extends RunOptions {
  /** Texts that differ from run to run and are known (a port of the system's choice), and what stands for them. */
  known?: readonly (readonly [string, string])[];
}

/** A terminal or a pipe of one width, and all that was shown at it. */
export class Screens {
  readonly columns: number;
  readonly tty: boolean;
  readonly #shown: string[] = [];

  constructor(columns: number, tty: boolean) {
    this.columns = columns;
    this.tty = tty;
  }

  /** Runs a command line and keeps what it shows. */
  async type(words: readonly string[], options: TypeOptions = {}): Promise<RunResult> {
    const { columns, tty } = this;
    const result = await run(words, { columns, tty, now: NOW, ...options });
    const quoted = words.map((word) => (/[^\w./:,@=*-]/.test(word) ? `'${word}'` : word));
    this.add(`secgroup-monitor ${quoted.join(' ')}`, result, options.known);
    return result;
  }

  /** Shows what was recorded as if it happened here. */
  async replay(line: string, { progress, outcome, batches }: Recorded): Promise<void> {
    const { columns, tty } = this;
    const { context, output, close } = testContext({ columns, tty, now: NOW });
    const listener = await progressListener(context, { quiet: false, color: true });
    for (const event of progress) listener.tell(event);
    listener.stop();
    const again = 'stream' in outcome ? { ...outcome, items: from(batches) } : outcome;
    const code = await deliver(again, COMMON, context, true);
    close();
    this.add(line, { code, ...output });
  }

  /** Of a spinner only what is left of it when it has stopped can be held: its frames come with time. */
  add(line: string, { code, stdout, stderr }: RunResult, known: TypeOptions['known'] = []): void {
    const told = this.tty ? screen(stderr, this.columns) : stderr.trimEnd();
    let shown = `$ ${line}\n${stdout}${told === '' ? '' : `(stderr)\n${told}\n`}(exit ${code})\n`;
    for (const [text, standIn] of known) shown = shown.replaceAll(text, standIn);
    this.#shown.push(shown);
  }

  text(): string {
    return this.#shown.join('\n');
  }
}

/** What a command did, once, to be shown at each screen. */
export interface Recorded {
  progress: ProgressEvent[];
  outcome: Exclude<Outcome, undefined>;
  /** Of a stream. */
  batches: unknown[][];
}

/** Runs a command's own function: for what takes too long to be run for each screen. */
export async function record(
  work: (context: Context) => Promise<Outcome>,
  options: RunOptions = {},
): Promise<Recorded> {
  const { context, close } = testContext(options);
  const progress: ProgressEvent[] = [];
  context.progress = (event) => progress.push(event);
  // What is waited for is there at once in a sandbox without delays: look again soon.
  const { sleep } = context;
  context.sleep = (ms, signal) => sleep(Math.min(ms, 20), signal);
  try {
    const outcome = await work(context);
    if (outcome === undefined) throw new Error('the command showed nothing');
    const batches: unknown[][] = [];
    if ('stream' in outcome) for await (const batch of outcome.items) batches.push([...batch]);
    return { progress, outcome, batches };
  } finally {
    close();
  }
}

async function* from(batches: unknown[][]): AsyncGenerator<never[]> {
  for (const batch of batches) yield batch as never[];
}

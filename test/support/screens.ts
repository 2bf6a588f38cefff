import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../src/cli/deliver.ts';
import { printError } from '../../src/cli/error-printing.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { addCommands, createProgram } from '../../src/cli/program.ts';
import { progressListener } from '../../src/cli/progress.ts';
import { createShell, type RunningShell } from '../../src/cli/shell.ts';
import type { CommandOutcome } from '../../src/commands/shell.ts';
import type { CommonOptions, Context } from '../../src/host/context.ts';
import type { ProgressEvent } from '../../src/host/progress-event.ts';
import { timings } from '../../src/sandbox/timing.ts';
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

/** A sandbox in which no call becomes an event: nothing happens but what is typed. */
export const NO_EVENTS = { ...timings.instant, cloudTrailDelayMs: { min: 2 ** 31 - 1, max: 2 ** 31 - 1 } };

// Times of day are shown in the zone of the process.
process.env.TZ = 'UTC';

const COMMON: CommonOptions = {
  stack: 'secgroup-monitor',
  format: 'pretty',
  yes: false,
  quiet: false,
  verbose: false,
};

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
    this.add(lineOf(words), result, options.known);
    return result;
  }

  /** Shows what was recorded as if it happened here. */
  async replay({ line, common, progress, outcome, batches, error }: Recorded): Promise<void> {
    const { columns, tty } = this;
    const { context, output, close } = testContext({ columns, tty, now: NOW });
    const listener = await progressListener(context, { quiet: common.quiet, color: true });
    for (const event of progress) listener.tell(event);
    listener.stop();
    const again = outcome && 'stream' in outcome ? { ...outcome, items: from(batches) } : outcome;
    const { verbose } = common;
    const code =
      error === undefined
        ? await deliver(again, common, context, true)
        : printError(error, context, { json: common.format === 'json', verbose });
    close();
    this.add(line, { code, ...output });
  }

  /** Of a spinner only what is left of it when it has stopped can be held: its frames come with time. */
  add(line: string, { code, stdout, stderr }: RunResult, known: TypeOptions['known'] = []): void {
    // No bug of ours is ever a screen to hold.
    if (code === EXIT.internal) throw new Error(`${line}\n${stderr}`);
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
  /** As it was typed. */
  line: string;
  common: CommonOptions;
  progress: ProgressEvent[];
  outcome: CommandOutcome;
  /** Of a stream. */
  batches: unknown[][];
  /** What it threw. */
  error?: unknown;
}

export interface RecordOptions extends RunOptions {
  /** Gives the outcome other times than it had. */
  alter?(outcome: Exclude<CommandOutcome, undefined>): CommandOutcome;
}

/**
 * Holds one subject's screens, whose commands are run once: for what alters an account or takes long. All that
 * comes after a command's own work (progress, rendering, error, exit code) is done at each screen.
 */
export function recordedScreens(
  subject: string,
  play: (type: (words: readonly string[], options?: RecordOptions) => Promise<void>) => Promise<void>,
): void {
  describe(subject, () => {
    const script: Recorded[] = [];
    beforeAll(() =>
      play(async (words, options) => {
        script.push(await recordLine(words, options));
      }),
    );
    screens(subject, async (at) => {
      for (const recorded of script) await at.replay(recorded);
    });
  });
}

/** Runs a command line up to where its outcome would be shown. */
async function recordLine(words: readonly string[], options: RecordOptions = {}): Promise<Recorded> {
  const { context, close } = testContext({ now: NOW, eager: true, ...options });
  const shell = createShell(context);
  const line = lineOf(words);
  let recorded: Recorded = { line, common: COMMON, progress: [], outcome: undefined, batches: [] };
  const capturing: RunningShell = {
    ...shell,
    action: (work) =>
      shell.action(async (flags, common, ...operands) => {
        const doWork = () => work(flags as never, common, ...operands);
        recorded = { ...(await record(doWork, shell.ctx, options)), line, common };
        return undefined;
      }),
  };
  const program = createProgram({ out: () => {}, err: () => {} });
  await addCommands(program, capturing, words);
  await program.parseAsync([...words], { from: 'user' });
  close();
  return recorded;
}

/** Runs a command's own function. */
export async function record(
  work: () => Promise<CommandOutcome>,
  context: Context,
  { alter = (same) => same }: RecordOptions = {},
): Promise<Recorded> {
  const recorded: Recorded = { line: '', common: COMMON, progress: [], outcome: undefined, batches: [] };
  context.progress = (event) => recorded.progress.push(event);
  try {
    const made = await work();
    const outcome = made && alter(made);
    recorded.outcome = outcome;
    if (outcome && 'stream' in outcome) {
      for await (const batch of outcome.items) recorded.batches.push([...batch]);
    }
  } catch (error) {
    recorded.error = error;
  }
  return recorded;
}

async function* from(batches: unknown[][]): AsyncGenerator<never[]> {
  for (const batch of batches) yield batch as never[];
}

function lineOf(words: readonly string[]): string {
  const quoted = words.map((word) => (/[^\w./:,@=*-]/.test(word) ? `'${word}'` : word));
  return ['secgroup-monitor', ...quoted].join(' ');
}

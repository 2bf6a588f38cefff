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
 * Compares the exact output of each command at two widths, on a terminal and through a pipe. Each subject has
 * one fixture for each of them, in test/fixtures/screens. After an intended change, run
 * `npx vitest run test/commands/<subject>-screens.test.ts --update` and read the diff.
 */
export const SCREENS = [
  { columns: 80, tty: true },
  { columns: 80, tty: false },
  { columns: 120, tty: true },
  { columns: 120, tty: false },
];

/** The fixed time of all clocks, because a screen must not depend on how long a command took. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');

/** The timing of a sandbox in which no call becomes an event, so only the typed commands have an effect. */
export const NO_EVENTS = { ...timings.instant, cloudTrailDelayMs: { min: 2 ** 31 - 1, max: 2 ** 31 - 1 } };

// Screens show times in the time zone of the process.
process.env.TZ = 'UTC';

const COMMON: CommonOptions = {
  stack: 'secgroup-monitor',
  format: 'pretty',
  yes: false,
  quiet: false,
  verbose: false,
};

/** Compares one subject's screens. `play` runs its commands on one terminal or through one pipe. */
export function screens(
  subject: string,
  play: (at: Screens) => Promise<void>,
  where: readonly (typeof SCREENS)[number][] = SCREENS,
): void {
  describe.each(where)(`${subject}: $columns columns, terminal: $tty`, ({ columns, tty }) => {
    it('matches its fixture', async () => {
      const at = new Screens(columns, tty);
      await play(at);
      const name = `${subject}-${columns}-${tty ? 'terminal' : 'pipe'}.txt`;
      const fixture = fileURLToPath(new URL(`../fixtures/screens/${name}`, import.meta.url));
      await expect(at.text()).toMatchFileSnapshot(fixture);
    });
  });
}

export interface TypeOptions extends RunOptions {
  /** Known texts that differ from run to run (a port that the system chose), with their replacements. */
  known?: readonly (readonly [string, string])[];
}

/** A terminal or a pipe of one width, with all the output on it. */
export class Screens {
  readonly columns: number;
  readonly tty: boolean;
  readonly #shown: string[] = [];

  constructor(columns: number, tty: boolean) {
    this.columns = columns;
    this.tty = tty;
  }

  /** Runs a command line and keeps its output. */
  async type(words: readonly string[], options: TypeOptions = {}): Promise<RunResult> {
    const { columns, tty } = this;
    const result = await run(words, { columns, tty, now: NOW, ...options });
    this.add(lineOf(words), result, options.known);
    return result;
  }

  /** Shows a recorded command as if it ran here. */
  async replay({ line, common, progress, outcome, batches, error }: Recorded): Promise<void> {
    const { columns, tty } = this;
    const { context, output, close } = testContext({ columns, tty, now: NOW });
    const listener = await progressListener(context, { quiet: common.quiet, color: true });
    for (const event of progress) listener.show(event);
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

  /** Adds a screen. Of a spinner it keeps only the final state, because the frames depend on time. */
  add(line: string, { code, stdout, stderr }: RunResult, known: TypeOptions['known'] = []): void {
    // A fixture must never contain a bug report.
    if (code === EXIT.internal) throw new Error(`${line}\n${stderr}`);
    const progress = this.tty ? screen(stderr, this.columns) : stderr.trimEnd();
    let shown = `$ ${line}\n${stdout}${progress === '' ? '' : `(stderr)\n${progress}\n`}(exit ${code})\n`;
    for (const [text, replacement] of known) shown = shown.replaceAll(text, replacement);
    this.#shown.push(shown);
  }

  text(): string {
    return this.#shown.join('\n');
  }
}

/** The result of a command that ran only once, to show it on each screen. */
export interface Recorded {
  /** The command line. */
  line: string;
  common: CommonOptions;
  progress: ProgressEvent[];
  outcome: CommandOutcome;
  /** The items of a stream. */
  batches: unknown[][];
  /** The error that the command threw. */
  error?: unknown;
}

export interface RecordOptions extends RunOptions {
  /** Replaces the times in the outcome. */
  alter?(outcome: Exclude<CommandOutcome, undefined>): CommandOutcome;
}

/**
 * Compares one subject's screens, but runs its commands only once, because they change an account or are slow.
 * Everything after a command's own work (progress, rendering, error, exit code) happens for each screen.
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

/** Runs a command line and stops before its outcome is shown. */
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

/** Runs a command's function and records its progress and outcome. */
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

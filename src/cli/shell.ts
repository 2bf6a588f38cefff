import type { Command } from 'commander';
import type { CommandOutcome, Shell } from '../commands/shell.ts';
import { usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import { escapeText } from '../core/words/terminal-text.ts';
import type { CommonOptions, Context } from '../host/context.ts';
import { COMMANDS } from './commands.ts';
import { deliver } from './deliver.ts';
import { EXIT } from './exit-codes.ts';
import { createProgram, HELP_WIDTH } from './program.ts';
import { progressListener } from './progress.ts';

/** The shell of one run, as main() uses it. */
export interface RunningShell extends Shell {
  exitCode(): number;
  /** Stops the spinner, so that an error gets its own line. */
  settle(): void;
}

type ProgramFlags = Omit<CommonOptions, 'quiet' | 'verbose' | 'yes'> & {
  color: boolean;
  quiet?: boolean;
  verbose?: boolean;
  yes?: boolean;
};

/** The work of a command, with the parsed options and operands. */
type Work<Flags> = (flags: Flags, common: CommonOptions, ...operands: string[]) => Promise<CommandOutcome>;

export function createShell(context: Context): RunningShell {
  let exitCode: number = EXIT.done;
  let settle = () => {};
  const formats = new WeakMap<Command, readonly string[]>();
  const shell: RunningShell = {
    ctx: { ...context },
    exitCode: () => exitCode,
    wholeProgram: () => wholeProgram(context),
    settle: () => settle(),
    command(program, word, offered = ['pretty', 'json']) {
      const entry = COMMANDS.find((c) => c.word === word);
      const command = program.command(word);
      if (entry) command.description(entry.summary());
      if (entry?.alias) command.alias(entry.alias);
      shell.offer(command, offered);
      const forms = say`Output formats: ${offered.join(', ')} (default: ${offered[0]})`;
      // boxWrap() counts wide letters as one column, but they need two.
      command.addHelpText('after', `\n${command.createHelp().boxWrap(forms, HELP_WIDTH - 6)}`);
      return command;
    },
    offer: (command, offered) => void formats.set(command, offered),
    action:
      <Flags>(work: Work<Flags>) =>
      async (...args) => {
        const command = args.at(-1) as Command;
        const flags = args.at(-2) as Flags;
        const operands = args.slice(0, -2) as string[];
        const { common, color } = commonOptions(command, offeredBy(command, formats));
        const listener = await progressListener(context, { quiet: common.quiet, color });
        settle = listener.stop;
        shell.ctx.progress = listener.show;
        shell.ctx.confirm = async (question) => {
          listener.stop();
          // A question can contain names from AWS, which other users choose.
          return common.yes || context.confirm(escapeText(question));
        };
        const outcome = await work(flags, common, ...operands);
        listener.stop();
        exitCode = await deliver(outcome, common, context, color);
      },
  };
  return shell;
}

async function wholeProgram(context: Context): Promise<Command> {
  const program = createProgram({ out: () => {}, err: () => {} });
  const shell = createShell(context);
  for (const entry of COMMANDS) (await entry.load()).register(program, shell);
  return program;
}

/** Returns the formats of the nearest command, upwards, that registered its own. */
function offeredBy(command: Command, formats: WeakMap<Command, readonly string[]>): readonly string[] {
  for (let c: Command | null = command; c; c = c.parent) {
    const offered = formats.get(c);
    if (offered) return offered;
  }
  return ['pretty', 'json'];
}

function commonOptions(
  command: Command,
  offered: readonly string[],
): { common: CommonOptions; color: boolean } {
  let program = command;
  while (program.parent) program = program.parent;
  const flags = program.opts<ProgramFlags>();
  const format = flags.format ?? offered[0]!;
  if (!offered.includes(format)) {
    throw usageError(
      'unknown-format',
      say`This command has no format "${format}".`,
      say`Use ${offered.map((form) => `--format ${form}`).join(say` or `)}.`,
    );
  }
  const { endpointUrl } = flags;
  if (endpointUrl !== undefined && !/^https?:\/\/[^/]/.test(endpointUrl)) {
    throw usageError(
      'bad-endpoint-url',
      say`--endpoint-url "${endpointUrl}" is not an HTTP or HTTPS URL.`,
      say`Use a URL such as http://127.0.0.1:4566.`,
    );
  }
  const { color, ...rest } = flags;
  const common = {
    ...rest,
    format,
    quiet: flags.quiet ?? false,
    verbose: flags.verbose ?? false,
    yes: flags.yes ?? false,
  };
  return { common, color };
}

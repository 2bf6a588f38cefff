import type { Command } from 'commander';
import type { CommandResult, CommonOptions, Context } from '../host/context.ts';
import type { CommandReport } from '../reports/report.ts';

/** What the command line (src/cli) gives to the `register` of each command file. */
export interface Shell {
  /** What the command may use; progress and confirm already obey --quiet and --yes once the action runs. */
  ctx: Context;
  /**
   * Makes the subcommand `word` with its summary from the top-level help. The common options are
   * the program's own, so a command adds only what is its own. `formats[0]` is the default.
   */
  command(program: Command, word: string, formats?: readonly string[]): Command;
  /** Says which forms of --format a subcommand has, where its parent's are not its own. */
  offer(command: Command, formats: readonly string[]): void;
  /**
   * Turns a function from flags to a result into a commander action. Flags are as commander parsed
   * them (camelCase, without the common ones); operands follow. The result is rendered to stdout in
   * the chosen format, and decides the exit code.
   */
  action<Flags>(
    work: (flags: Flags, common: CommonOptions, ...operands: string[]) => Promise<CommandOutcome>,
  ): (...args: unknown[]) => Promise<void>;
  /** The program with every command's module loaded: for completion scripts. */
  wholeProgram(): Promise<Command>;
}

/** A report; or items that are rendered as they come; or nothing (the command had only progress to tell). */
export type CommandOutcome = (CommandResult & { out?: string | undefined }) | StreamResult | undefined;

/** Items of one schema, rendered while the command runs; they come in batches. */
export interface StreamResult<Item extends CommandReport = CommandReport> {
  /** Finds the renderer: `secgroup-monitor/<report>/1`. */
  stream: string;
  items: AsyncIterable<readonly Item[]>;
  /** Options of the renderer: plain data. */
  settings?: Record<string, unknown> | undefined;
  /** One line for stderr when the stream has ended, however it ended; may be empty. */
  summary(): string;
  /** Is the verdict bad (exit 1)? Asked when the stream has ended by itself. */
  failed(): boolean;
}

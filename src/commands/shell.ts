import type { Command } from 'commander';
import type { CommandResult, CommonOptions, Context } from '../host/context.ts';
import type { CommandReport } from '../reports/report.ts';

/** The part of the command line (src/cli) that the `register` of each command file uses. */
export interface Shell {
  /** The context of the command. When the action runs, its progress and confirm follow --quiet and --yes. */
  ctx: Context;
  /**
   * Creates the subcommand `word` with its summary from the top-level help. The program has the common options,
   * so a command adds only its own. `formats[0]` is the default.
   */
  command(program: Command, word: string, formats?: readonly string[]): Command;
  /** Sets the formats of a subcommand, if they differ from those of its parent. */
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

/** A report, or items that are rendered as they arrive, or nothing (the command only showed progress). */
export type CommandOutcome = (CommandResult & { out?: string | undefined }) | StreamResult | undefined;

/** Items of one schema, in batches, rendered while the command runs. */
export interface StreamResult<Item extends CommandReport = CommandReport> {
  /** The key of the renderer: `secgroup-monitor/<report>/1`. */
  stream: string;
  items: AsyncIterable<readonly Item[]>;
  /** Options of the renderer: plain data. */
  settings?: Record<string, unknown> | undefined;
  /** One line for stderr after the stream has ended, whatever ended it; can be empty. */
  summary(): string;
  /** Is the exit code 1? Called after the stream has ended. */
  failed(): boolean;
}

import type { Aws } from '../aws/aws.ts';
import type { AwsTarget } from '../aws/target.ts';
import type { ErrorKind } from '../core/errors.ts';
import type { CommandReport } from '../reports/report.ts';
import type { ProgressEvent } from './progress-event.ts';

/** A command's only access to the process that it runs in. Created once, in src/cli/context.ts. */
export interface Context {
  stdout: Out;
  stderr: Out;
  /** Reads all of standard input. Throws AppError kind usage if it is a terminal. */
  readStdin(): Promise<Uint8Array>;
  env: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  now(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Aborted on SIGINT and SIGTERM. */
  signal: AbortSignal;
  /** Asks on a terminal. Without one, returns true with `--yes`, and otherwise throws AppError kind usage. */
  confirm(question: string): Promise<boolean>;
  progress(event: ProgressEvent): void;
  /**
   * Returns AWS clients, which are created, and their modules loaded, on first use. With `env`, its credentials, Region
   * and endpoint are used instead of those of the process.
   */
  aws(target: AwsTarget, env?: Context['env']): Promise<Aws>;
  files: Files;
}

export interface Out {
  write(text: string): void;
  isTTY: boolean;
  columns: number;
}

export interface Files {
  /** Throws AppError kind usage with the path if the file can't be read; its cause is the error of node:fs. */
  read(path: string): Promise<Uint8Array>;
  /** Writes the file completely or not at all. */
  write(path: string, content: string | Uint8Array): Promise<void>;
}

/** Options that every command has. */
export interface CommonOptions extends AwsTarget {
  stack: string;
  format?: string | undefined;
  yes: boolean;
  quiet: boolean;
  verbose: boolean;
}

/** The result of a command: a report, which its schema identifies. If `failed` is true, the exit code is 1. */
export interface CommandResult<R extends CommandReport = CommandReport> {
  report: R;
  failed: boolean;
  /** The kind of the worst failure, if it is equal to an error. It decides the exit code instead of `failed`. */
  errorKind?: ErrorKind | undefined;
}

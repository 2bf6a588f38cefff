import type { Aws } from '../aws/aws.ts';
import type { AwsTarget } from '../aws/target.ts';
import type { ErrorKind } from '../core/errors.ts';
import type { CommandReport } from '../reports/report.ts';
import type { ProgressEvent } from './progress-event.ts';

/** What a command may know of the process it runs in. Built once, in src/cli/context.ts. */
export interface Context {
  stdout: Out;
  stderr: Out;
  /** Standard input, whole; AppError kind usage when it is a terminal. */
  readStdin(): Promise<Uint8Array>;
  env: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  now(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Aborted on SIGINT and SIGTERM. */
  signal: AbortSignal;
  /** Asks on a terminal; without one: true with --yes, else AppError kind usage. */
  confirm(question: string): Promise<boolean>;
  progress(event: ProgressEvent): void;
  /** Clients are made, and their modules loaded, on first use. */
  /** With an environment of its own, its credentials, Region and endpoint count instead of the process's. */
  aws(target: AwsTarget, env?: Context['env']): Promise<Aws>;
  files: Files;
}

export interface Out {
  write(text: string): void;
  isTTY: boolean;
  columns: number;
}

export interface Files {
  /** AppError kind usage with the path when it can't be read; its cause is the error of node:fs. */
  read(path: string): Promise<Uint8Array>;
  /** Writes whole or not at all. */
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

/** What a command gives back: a report (named by its schema) and whether its verdict is bad (exit 1). */
export interface CommandResult<R extends CommandReport = CommandReport> {
  report: R;
  failed: boolean;
  /** Of the worst failure among several Regions: decides the exit code instead of the verdict. */
  errorKind?: ErrorKind | undefined;
}

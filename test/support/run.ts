import { setTimeout as delay } from 'node:timers/promises';
import type { Aws } from '../../src/aws/aws.ts';
import { openAws } from '../../src/aws/open.ts';
import { main } from '../../src/cli/main.ts';
import { usageError } from '../../src/core/errors.ts';
import { say } from '../../src/core/words/say.ts';
import type { Context, Files, Out } from '../../src/host/context.ts';
import type { Reached } from './sandbox.ts';

export interface RunOptions {
  /** Sends all calls to a sandbox, as its operator. Without it, no credentials are set. */
  sandbox?: Reached;
  /** The sandbox account. Its twelve digits are the access key of its operator. */
  account?: string;
  region?: string;
  env?: Record<string, string>;
  /** Are stdout and stderr a terminal? */
  tty?: boolean;
  columns?: number;
  stdin?: string | Uint8Array;
  /** Epoch milliseconds of the context's clock: a fixed time, or a clock. */
  now?: number | (() => number);
  /** Shortens every sleep, because a sandbox without delays needs no waiting. */
  eager?: boolean;
  /** What the user answers to every question on a terminal. */
  answer?: boolean;
  /** `read` looks for files here before it reads from the disk. `write` stores files here. */
  files?: Map<string, string | Uint8Array>;
  /** Aborting it has the effect of Ctrl-C. */
  signal?: AbortSignal;
  /** Called for every write to stdout. */
  onStdout?(text: string): void;
  onStderr?(text: string): void;
}

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the real command line in this process and returns what a user would see. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { context, output, close } = testContext(options);
  try {
    const code = await main(argv, context);
    return { code, ...output };
  } finally {
    close();
  }
}

/** Returns the context of run(), for tests that call a command's run function directly. */
export function testContext(options: RunOptions = {}): {
  context: Context;
  output: { stdout: string; stderr: string };
  close(): void;
} {
  const output = { stdout: '', stderr: '' };
  const opened: Aws[] = [];
  const env = { ...sandboxEnv(options), ...options.env };
  const tty = options.tty ?? false;
  const out = (name: 'stdout' | 'stderr', listener?: (text: string) => void): Out => ({
    isTTY: tty,
    columns: options.columns ?? 80,
    write(text) {
      output[name] += text;
      listener?.(text);
    },
  });
  const context: Context = {
    stdout: out('stdout', options.onStdout),
    stderr: out('stderr', options.onStderr),
    readStdin: async () => bytes(options.stdin ?? ''),
    env,
    now: clock(options.now),
    async sleep(ms, signal) {
      await delay(options.eager ? Math.min(ms, 20) : ms, undefined, { signal }).catch(() => {
        throw signal?.reason;
      });
    },
    signal: options.signal ?? new AbortController().signal,
    async confirm(question) {
      if (!tty)
        throw usageError(
          'needs-yes',
          say`${question} Confirmation needs a terminal, so nothing was done.`,
          say`Add --yes to confirm.`,
        );
      const answer = options.answer ?? false;
      output.stderr += `${question} [y/N] ${answer ? 'y' : 'n'}\n`;
      return answer;
    },
    progress: () => {},
    async aws(target, other = env) {
      const aws = await openAws(target, other);
      opened.push(aws);
      // A fixed time makes output repeatable. It is not a clock that could differ from AWS's.
      return typeof options.now === 'number' ? { ...aws, serviceTime: () => undefined } : aws;
    },
    files: testFiles(options.files ?? new Map()),
  };
  return {
    context,
    output,
    close: () => {
      for (const aws of opened) aws.close();
    },
  };
}

/** Returns the variables that `secgroup-monitor sandbox` prints for the user to export. */
export function sandboxEnv(
  options: Pick<RunOptions, 'sandbox' | 'account' | 'region'>,
): Record<string, string> {
  if (!options.sandbox) return {};
  return {
    AWS_ENDPOINT_URL: options.sandbox.url,
    AWS_ACCESS_KEY_ID: options.account ?? '111122223333',
    AWS_SECRET_ACCESS_KEY: options.sandbox.secret,
    AWS_REGION: options.region ?? 'eu-west-1',
  };
}

function clock(now: RunOptions['now']): () => number {
  if (typeof now === 'number') return () => now;
  return now ?? Date.now;
}

function bytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

function testFiles(files: Map<string, string | Uint8Array>): Files {
  return {
    async read(path) {
      const content = files.get(path);
      if (content !== undefined) return bytes(content);
      const { processFiles } = await import('../../src/cli/files.ts');
      return processFiles(new AbortController().signal).read(path);
    },
    async write(path, content) {
      files.set(path, content);
    },
  };
}

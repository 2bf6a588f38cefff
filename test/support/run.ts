import { setTimeout as delay } from 'node:timers/promises';
import type { Aws } from '../../src/aws/aws.ts';
import { openAws } from '../../src/aws/open.ts';
import { main } from '../../src/cli/main.ts';
import { usageError } from '../../src/core/errors.ts';
import { say } from '../../src/core/words/say.ts';
import type { Context, Files, Out } from '../../src/host/context.ts';

export interface RunOptions {
  /** Sends all calls to a sandbox, as its operator; else no credentials are set. */
  sandbox?: { url: string };
  /** The sandbox account; an access key of twelve digits names its operator. */
  account?: string;
  region?: string;
  env?: Record<string, string>;
  /** Are stdout and stderr a terminal? */
  tty?: boolean;
  columns?: number;
  stdin?: string | Uint8Array;
  /** Epoch milliseconds of the context's clock: a fixed time, or a clock. */
  now?: number | (() => number);
  /** Sleeps are short: in a sandbox without delays, what is waited for is there at once. */
  eager?: boolean;
  /** What the user answers to every question on a terminal. */
  answer?: boolean;
  /** Files that `read` finds before the disk; `write` puts files here. */
  files?: Map<string, string | Uint8Array>;
  /** Aborting stands for Ctrl-C. */
  signal?: AbortSignal;
  /** Told of every write to stdout. */
  onStdout?(text: string): void;
  onStderr?(text: string): void;
}

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Drives the real command line in-process and gives what a user would see. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { context, output, close } = testContext(options);
  try {
    const code = await main(argv, context);
    return { code, ...output };
  } finally {
    close();
  }
}

/** The context behind run(), for tests that call a command's run function by itself. */
export function testContext(options: RunOptions = {}): {
  context: Context;
  output: { stdout: string; stderr: string };
  close(): void;
} {
  const output = { stdout: '', stderr: '' };
  const opened: Aws[] = [];
  const env = { ...sandboxEnv(options), ...options.env };
  const tty = options.tty ?? false;
  const out = (name: 'stdout' | 'stderr', told?: (text: string) => void): Out => ({
    isTTY: tty,
    columns: options.columns ?? 80,
    write(text) {
      output[name] += text;
      told?.(text);
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
          say`${question} Nobody can be asked here, so nothing was done.`,
          say`Add --yes to agree.`,
        );
      const answer = options.answer ?? false;
      output.stderr += `${question} [y/N] ${answer ? 'y' : 'n'}\n`;
      return answer;
    },
    progress: () => {},
    async aws(target, other = env) {
      const aws = await openAws(target, other);
      opened.push(aws);
      return aws;
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

/** What `secgroup-monitor sandbox` tells its user to export. */
export function sandboxEnv(
  options: Pick<RunOptions, 'sandbox' | 'account' | 'region'>,
): Record<string, string> {
  if (!options.sandbox) return {};
  return {
    AWS_ENDPOINT_URL: options.sandbox.url,
    AWS_ACCESS_KEY_ID: options.account ?? '111122223333',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
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

function testFiles(held: Map<string, string | Uint8Array>): Files {
  return {
    async read(path) {
      const content = held.get(path);
      if (content !== undefined) return bytes(content);
      const { processFiles } = await import('../../src/cli/files.ts');
      return processFiles.read(path);
    },
    async write(path, content) {
      held.set(path, content);
    },
  };
}

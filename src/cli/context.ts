import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Aws } from '../aws/aws.ts';
import { AppError, usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { Context, Out } from '../host/context.ts';
import { processFiles } from './files.ts';
import { PipeClosed } from './pipe-closed.ts';
import { readStream } from './read-stream.ts';
import { widthOf } from './terminal-width.ts';

/** Turns off the SDK's warning about the Node version. Source: documentation of the AWS SDK for JavaScript. */
const SDK_WARNING_OFF = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/** Returns the context of the real process; `close` closes the connections that keep it alive. */
export function processContext(): { context: Context; close(): void } {
  const opened: Aws[] = [];
  process.env[SDK_WARNING_OFF] = 'true';
  const signal = interruption();
  const context: Context = {
    stdout: outOf(process.stdout),
    stderr: outOf(process.stderr),
    readStdin: () => readStdin(signal),
    env: process.env,
    now: Date.now,
    sleep: async (ms, signal) => {
      try {
        await delay(ms, undefined, { signal });
      } catch {
        throw signal?.reason;
      }
    },
    signal,
    confirm: (question) => confirm(question, signal),
    progress: () => {},
    async aws(target, env = process.env) {
      const { openAws } = await import('../aws/open.ts');
      const aws = await openAws(target, env);
      opened.push(aws);
      return aws;
    },
    files: processFiles(signal),
  };
  return {
    context,
    close: () => {
      for (const aws of opened) aws.close();
    },
  };
}

function outOf(stream: NodeJS.WriteStream): Out {
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return widthOf(stream, process.env);
    },
    write: (text) => {
      stream.write(text);
    },
  };
}

/**
 * Returns a signal that aborts on the first SIGINT or SIGTERM (commands then clean up), and when a write to stdout
 * fails. A second SIGINT or SIGTERM ends the process at once.
 */
function interruption(): AbortSignal {
  const controller = new AbortController();
  // With many Regions, the signal has more than ten listeners. Node would report that as a leak.
  setMaxListeners(0, controller.signal);
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new AppError({ kind: 'interrupted', code: 'interrupted', message: say`Interrupted.` }));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.stdout.on('error', () => controller.abort(new PipeClosed()));
  process.stderr.on('error', () => {
    // A failed write of progress must not stop the work. No other stream is left to report it on.
  });
  return controller.signal;
}

async function readStdin(signal: AbortSignal): Promise<Uint8Array> {
  if (process.stdin.isTTY) {
    throw usageError(
      'stdin-is-terminal',
      say`"-" reads standard input, but standard input is a terminal.`,
      say`Pipe a file into the command.`,
    );
  }
  return readStream(process.stdin, say`standard input`, signal);
}

/** Asks on the terminal. Ctrl-C interrupts as usual; the end of the input (Ctrl-D) means no. */
async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw usageError(
      'needs-yes',
      say`${question} Confirmation needs a terminal, so nothing was done.`,
      say`Add --yes to confirm.`,
    );
  }
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  lines.on('SIGINT', () => process.emit('SIGINT'));
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal }), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

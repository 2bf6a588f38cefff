import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Aws } from '../aws/aws.ts';
import { AppError, usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { Context, Out } from '../host/context.ts';
import { processFiles } from './files.ts';
import { PipeClosed } from './pipe-closed.ts';
import { widthOf } from './terminal-width.ts';

/** Documented by the AWS SDK for JavaScript: its warning about this Node version is not the user's concern. */
const SDK_WARNING_OFF = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/** The context of a real process; `close` ends what would keep it alive. */
export function processContext(): { context: Context; close(): void } {
  const opened: Aws[] = [];
  process.env[SDK_WARNING_OFF] = 'true';
  const signal = interruption();
  const context: Context = {
    stdout: outOf(process.stdout),
    stderr: outOf(process.stderr),
    readStdin,
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
    files: processFiles,
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
 * Aborted by the first SIGINT or SIGTERM (commands then clean up), and when stdout can't be written to.
 * A second signal ends the process at once.
 */
function interruption(): AbortSignal {
  const controller = new AbortController();
  // Work in many Regions waits on it in many places; Node takes more than ten for a leak, and tells the user.
  setMaxListeners(0, controller.signal);
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new AppError({ kind: 'interrupted', code: 'interrupted', message: say`Interrupted.` }));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.stdout.on('error', () => controller.abort(new PipeClosed()));
  process.stderr.on('error', () => {
    // Progress that can't be written must not end the work halfway; and nobody could be told.
  });
  return controller.signal;
}

async function readStdin(): Promise<Uint8Array> {
  if (process.stdin.isTTY) {
    throw usageError(
      'stdin-is-terminal',
      say`"-" reads standard input, which is a terminal here.`,
      say`Pipe a file into it.`,
    );
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Ctrl-C while asking interrupts like anywhere else; the end of the input (Ctrl-D) is a no. */
async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw usageError(
      'needs-yes',
      say`${question} Nobody can be asked here, so nothing was done.`,
      say`Add --yes to agree.`,
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

import { format } from 'node:util';
import type { ErrorRecord } from './protocol.ts';

/** The receiver of log events, and their invocation. */
export interface Output {
  emit(text: string): void;
  requestId(): string | undefined;
}

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
/** The level of each method of the console. */
const methods = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  log: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  fatal: 'FATAL',
};
const json = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
// Level filters need the JSON format (Lambda guide, "Log-level filtering").
const lowest = json ? levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? 'INFO') : 0;

/** Formats console.* like Lambda's Node.js runtime: one log event per call. */
export function patchConsole(output: Output): void {
  for (const [method, level] of Object.entries(methods)) {
    Object.assign(console, {
      [method]: (...args: unknown[]) => {
        if (levels.indexOf(level) >= lowest) output.emit(consoleLine(output, level, args));
      },
    });
  }
}

function consoleLine(output: Output, level: string, args: unknown[]): string {
  const timestamp = new Date().toISOString();
  if (!json) return `${timestamp}\t${output.requestId()}\t${level}\t${format(...args)}\n`;
  const head = { timestamp, level, requestId: output.requestId() };
  if (args.length === 1) {
    try {
      return JSON.stringify({ ...head, message: args[0] }, errorsReadable);
    } catch (error) {
      // For a circular value or a BigInt, the runtime falls back to text.
      if (error instanceof TypeError) return JSON.stringify({ ...head, message: format(args[0]) });
      throw error;
    }
  }
  const error = args.find((one) => one instanceof Error);
  const about = error && {
    errorType: error.constructor.name,
    errorMessage: error.message,
    stackTrace: (error.stack ?? '').split('\n'),
  };
  return JSON.stringify({ ...head, message: format(...args), ...about });
}

/** An Error has no enumerable members of its own, so JSON.stringify would show nothing of it. */
function errorsReadable(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return {
    errorType: value.constructor.name,
    errorMessage: value.message,
    stackTrace: (value.stack ?? '').split('\n'),
  };
}

/** Returns the line that the runtime writes for an error that ends an invocation. */
export function logError(output: Output, title: string, error: ErrorRecord): void {
  const timestamp = new Date().toISOString();
  const { errorType, errorMessage, trace } = error;
  output.emit(
    json
      ? JSON.stringify({
          timestamp,
          level: 'ERROR',
          requestId: output.requestId(),
          message: { errorType, errorMessage, stackTrace: trace },
        })
      : `${timestamp}\t${output.requestId()}\tERROR\t${title} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}\n`,
  );
}

/**
 * Sends stdout and stderr as log events, one per line, unmodified. Returns a function that sends a last line
 * without a newline.
 */
export function patchOutput(output: Output): () => void {
  const pending = new Map<NodeJS.WriteStream, string>();
  for (const stream of [process.stdout, process.stderr]) {
    pending.set(stream, '');
    stream.write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      const lines = (pending.get(stream) + text).split('\n');
      pending.set(stream, lines.pop() ?? '');
      for (const line of lines) output.emit(`${line}\n`);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done);
      return true;
    };
  }
  return () => {
    for (const [stream, text] of pending) {
      if (text !== '') output.emit(text);
      pending.set(stream, '');
    }
  };
}

import { AppError, AwsCallError } from '../core/errors.ts';
import { VERSION } from '../core/version.ts';
import { say, withStop } from '../core/words/say.ts';
import { escapeText } from '../core/words/terminal-text.ts';
import type { Context } from '../host/context.ts';
import { fold } from '../render/cells.ts';
import { safeJson } from '../render/safe-json.ts';
import { EXIT } from './exit-codes.ts';

interface Manner {
  json: boolean;
  verbose: boolean;
}

/** Prints an error as one paragraph (cause, then next step) or one JSON object. Returns the exit code. */
export function printError(thrown: unknown, ctx: Pick<Context, 'stderr' | 'signal'>, manner: Manner): number {
  const error = toAppError(thrown, ctx.signal);
  ctx.stderr.write(manner.json ? `${safeJson(errorObject(error))}\n` : paragraph(error, ctx.stderr));
  const showStack = !manner.json && (manner.verbose || error.kind === 'internal');
  if (showStack) ctx.stderr.write(`${escapeText(stackOf(error), { keepNewlines: true })}\n`);
  return EXIT[error.kind];
}

function toAppError(thrown: unknown, signal: AbortSignal): AppError {
  const aborted = signal.aborted && (isAbort(thrown) || thrown === signal.reason);
  if (aborted) {
    return new AppError({
      kind: 'interrupted',
      code: 'interrupted',
      message: say`Interrupted.`,
      cause: thrown,
    });
  }
  if (thrown instanceof AppError) return thrown;
  return new AppError({
    kind: 'internal',
    code: 'internal',
    message: say`This is a bug in secgroup-monitor: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    hint: say`Please report it with the text below, your command line and these versions: secgroup-monitor ${VERSION}, Node ${process.version}, ${process.platform}.`,
    cause: thrown,
  });
}

function isAbort(thrown: unknown): boolean {
  if (thrown instanceof AwsCallError) return thrown.awsCode === 'AbortError';
  return thrown instanceof Error && thrown.name === 'AbortError';
}

/** Wraps at words on a terminal; prints one line in a pipe. */
function paragraph(error: AppError, { isTTY, columns }: Context['stderr']): string {
  const label = ['interrupted', 'declined'].includes(error.kind) ? '' : say`Error: `;
  const text = error.hint === undefined ? error.message : `${beforeHint(error.message)}${error.hint}`;
  const shown = `${label}${escapeText(text, { keepNewlines: true })}`;
  const lines = shown.split('\n').flatMap((line) => (isTTY ? fold(line, columns) : [line]));
  return `${lines.join('\n')}\n`;
}

/** The hint begins a new line after a message of several lines. */
function beforeHint(message: string): string {
  return message.includes('\n') ? `${message}\n` : withStop(message);
}

function errorObject(error: AppError): Record<string, unknown> {
  const aws =
    error instanceof AwsCallError
      ? {
          service: error.service,
          operation: error.operation,
          awsCode: error.awsCode,
          requestId: error.requestId,
          httpStatus: error.httpStatus,
        }
      : undefined;
  return {
    schema: 'secgroup-monitor/error/1',
    kind: error.kind,
    code: error.code,
    message: error.message,
    hint: error.hint,
    exitCode: EXIT[error.kind],
    details: error.details,
    aws,
  };
}

function stackOf(error: AppError): string {
  const causes: string[] = [];
  for (let e: unknown = error.kind === 'internal' ? error.cause : error; e instanceof Error; e = e.cause) {
    causes.push(e.stack ?? e.message);
  }
  return causes.join('\ncaused by: ');
}

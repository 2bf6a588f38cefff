import { escapeText } from '../core/words/terminal-text.ts';
import type { Context } from '../host/context.ts';
import type { ProgressEvent } from '../host/progress-event.ts';
import { paint } from './paint.ts';
import { terminalStream } from './terminal-stream.ts';
import { NARROWEST_SPINNER } from './terminal-width.ts';

export interface ProgressListener {
  show(event: ProgressEvent): void;
  /** Stops the spinner. More events can follow. */
  stop(): void;
}

const MARK = { 'step-done': '✔', 'step-failed': '✖', note: '·', warning: '!' } as const;

/** Chooses how progress appears on stderr: a spinner on a terminal, lines otherwise, nothing with --quiet. */
export async function progressListener(
  ctx: Pick<Context, 'stderr' | 'env'>,
  options: { quiet: boolean; color: boolean },
): Promise<ProgressListener> {
  if (options.quiet) return { show: () => {}, stop: () => {} };
  const moves = ctx.stderr.isTTY && !ctx.env.CI && ctx.env.TERM !== 'dumb';
  return moves && ctx.stderr.columns >= NARROWEST_SPINNER ? spinner(ctx, options.color) : lines(ctx);
}

/** Prints one line per event. The start of a step is not shown; the same wait is shown once. */
function lines(ctx: Pick<Context, 'stderr'>): ProgressListener {
  let waiting = '';
  return {
    stop: () => {},
    show(event) {
      const text = escapeText(event.text);
      if (event.type === 'step-started') return;
      if (event.type === 'step-waiting') {
        if (waiting === `${event.id} ${text}`) return;
        waiting = `${event.id} ${text}`;
        ctx.stderr.write(`… ${text}\n`);
        return;
      }
      ctx.stderr.write(`${MARK[event.type]} ${text}\n`);
    },
  };
}

async function spinner(ctx: Pick<Context, 'stderr' | 'env'>, color: boolean): Promise<ProgressListener> {
  const { default: ora } = await import('ora');
  const colors = paint(color, ctx.stderr, ctx.env);
  const marks = {
    'step-done': colors.green(MARK['step-done']),
    'step-failed': colors.red(MARK['step-failed']),
    note: colors.dim(MARK.note),
    warning: colors.yellow(MARK.warning),
  };
  const spin = ora({
    stream: terminalStream(ctx.stderr),
    isEnabled: true,
    discardStdin: false,
    color: colors.cyan('x') === 'x' ? false : 'cyan',
  });
  return {
    stop: () => {
      if (spin.isSpinning) spin.stop();
    },
    show(event) {
      const text = escapeText(event.text);
      if (event.type === 'step-started' || event.type === 'step-waiting') {
        spin.text = text;
        spin.start();
        return;
      }
      const line = { symbol: marks[event.type], text };
      if (!spin.isSpinning) {
        ctx.stderr.write(`${line.symbol} ${text}\n`);
        return;
      }
      const textAfter = event.type === 'note' || event.type === 'warning' ? spin.text : undefined;
      spin.stopAndPersist(line);
      if (textAfter !== undefined) spin.start(textAfter);
    },
  };
}

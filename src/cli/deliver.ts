import type { CommandOutcome, StreamResult } from '../commands/shell.ts';
import { speak } from '../core/words/say.ts';
import type { CommonOptions, Context } from '../host/context.ts';
import { render, renderStream } from '../render/index.ts';
import type { Look } from '../render/look.ts';
import { EXIT } from './exit-codes.ts';
import { FOR_PEOPLE } from './language.ts';
import { paint } from './paint.ts';
import { PipeClosed } from './pipe-closed.ts';

/** Renders an outcome to stdout or its file. Returns the exit code. */
export async function deliver(
  outcome: CommandOutcome,
  common: CommonOptions,
  ctx: Context,
  color: boolean,
): Promise<number> {
  if (outcome === undefined) return EXIT.done;
  const format = common.format ?? 'pretty';
  if (!FOR_PEOPLE.includes(format)) speak();
  const look: Look = {
    // The width of a terminal can change while a command follows.
    get columns() {
      return ctx.stdout.columns;
    },
    tty: ctx.stdout.isTTY,
    paint: paint(color, ctx.stdout, ctx.env),
    now: ctx.now,
  };
  if ('stream' in outcome) return deliverStream(outcome, format, look, common, ctx);
  const text = await render(
    outcome.report,
    format,
    outcome.out === undefined ? look : { ...look, paint: paint(false) },
  );
  if (outcome.out !== undefined) await ctx.files.write(outcome.out, text);
  else ctx.stdout.write(text);
  if (outcome.errorKind !== undefined) return EXIT[outcome.errorKind];
  return outcome.failed ? EXIT.verdict : EXIT.done;
}

async function deliverStream(
  outcome: StreamResult,
  format: string,
  look: Look,
  common: CommonOptions,
  ctx: Context,
): Promise<number> {
  const toText = await renderStream(outcome.stream, format, look, outcome.settings ?? {});
  for await (const batch of outcome.items) {
    const text = batch.map(toText).join('');
    if (text !== '') ctx.stdout.write(text);
  }
  if (ctx.signal.reason instanceof PipeClosed) return EXIT.done;
  const summary = common.quiet ? '' : outcome.summary();
  if (summary !== '') ctx.stderr.write(`${summary}\n`);
  return outcome.failed() ? EXIT.verdict : EXIT.done;
}

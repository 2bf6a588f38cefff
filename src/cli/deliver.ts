import type { CommonOptions, Context } from '../commands/context.ts';
import type { Outcome } from '../commands/shell.ts';
import { render, renderStream } from '../render/index.ts';
import type { Look } from '../render/look.ts';
import { EXIT } from './exit-codes.ts';
import { paint } from './paint.ts';

/** Renders an outcome to stdout (or its file) and gives the exit code. */
export async function deliver(
  outcome: Outcome,
  common: CommonOptions,
  ctx: Context,
  color: boolean,
): Promise<number> {
  if (outcome === undefined) return EXIT.done;
  const format = common.format ?? 'pretty';
  const look: Look = {
    columns: ctx.stdout.columns,
    paint: paint(color, ctx.stdout, ctx.env),
    now: ctx.now,
  };
  if ('stream' in outcome) {
    const toText = await renderStream(outcome.stream, format, look, outcome.settings ?? {});
    try {
      for await (const item of outcome.items) ctx.stdout.write(toText(item));
    } finally {
      if (!common.quiet && !ctx.signal.aborted) ctx.stderr.write(`${outcome.summary()}\n`);
    }
    return EXIT.done;
  }
  const text = await render(
    outcome.report,
    format,
    outcome.out === undefined ? look : { ...look, paint: paint(false) },
  );
  if (outcome.out !== undefined) await ctx.files.write(outcome.out, text);
  else ctx.stdout.write(text);
  return outcome.failed ? EXIT.verdict : EXIT.done;
}

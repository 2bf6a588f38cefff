import { liveSource } from '../audit/live-source.ts';
import { takeSnapshot } from '../audit/snapshot.ts';
import { compileBaseline } from '../baseline/compile-baseline.ts';
import type { CompiledBaseline } from '../core/baseline.ts';
import { decodeText } from '../core/decode-text.ts';
import { guardBaseline, labBaseline } from '../core/presets.ts';
import type { InstallInput } from '../deploy/prepare-install.ts';
import type { BaselineChoice } from './baseline-choice.ts';
import type { Context } from './context.ts';

/**
 * How an install gets its baseline: the named one; else the installed one; else a snapshot of what the
 * groups admit now. A file is read once, and before anything is asked of AWS.
 */
export async function chooseBaseline(
  choice: BaselineChoice,
  ctx: Pick<Context, 'files' | 'sleep' | 'signal'>,
): Promise<InstallInput['baseline']> {
  if (choice.baseline !== undefined) {
    const text = decodeText(await ctx.files.read(choice.baseline), choice.baseline);
    const compiled = compileBaseline(text, choice.baseline);
    return async () => compiled;
  }
  if (choice.preset === 'lab') return async () => labBaseline();
  if (choice.preset === 'guard') return async () => guardBaseline();
  const fresh = choice.preset === 'snapshot';
  return async (installed, aws, account) =>
    installed === undefined || fresh ? readSnapshot(aws, account, ctx) : installed;
}

async function readSnapshot(
  aws: Parameters<InstallInput['baseline']>[1],
  account: string,
  ctx: Pick<Context, 'sleep' | 'signal'>,
): Promise<CompiledBaseline> {
  return takeSnapshot([liveSource({ aws, account, who: false, sleep: ctx.sleep, signal: ctx.signal })]);
}

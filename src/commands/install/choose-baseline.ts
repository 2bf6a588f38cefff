import { liveSource } from '../../audit/live-source.ts';
import { takeSnapshot } from '../../audit/snapshot.ts';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { guardBaseline, labBaseline } from '../../core/baseline/presets.ts';
import type { InstallInput } from '../../deploy/install/prepare-install.ts';
import type { Context } from '../../host/context.ts';
import type { InstallChoice } from '../options/baseline-choice.ts';
import { readBaselineFile } from '../options/read-baseline-file.ts';

/**
 * Chooses the baseline of an install: the given one, or the installed one, or a snapshot of what the groups admit
 * now. A file or standard input is read once, before any call to AWS.
 */
export async function chooseBaseline(
  choice: InstallChoice,
  ctx: Pick<Context, 'files' | 'readStdin' | 'sleep' | 'signal'>,
): Promise<InstallInput['baseline']> {
  if (choice.baseline !== undefined) {
    const compiled = await readBaselineFile(choice.baseline, ctx);
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

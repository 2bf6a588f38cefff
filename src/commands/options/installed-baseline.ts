import type { Aws } from '../../aws/aws.ts';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { AppError, attempt } from '../../core/errors.ts';
import { inARow, say } from '../../core/words/say.ts';
import { ourCommand } from '../../deploy/command-line.ts';
import { type DeployHost, makeHost } from '../../deploy/host.ts';
import { doubtAbout } from '../../deploy/install/authentic.ts';
import type { UnpackedFunction } from '../../deploy/install/function-zip.ts';
import { readCopiedBaseline, readInstalled } from '../../deploy/install/stored-baseline.ts';
import { logGroup } from '../../deploy/kinds/log-group.ts';
import { stackNames } from '../../deploy/stack.ts';
import type { Context } from '../../host/context.ts';

type InstalledContext = Pick<Context, 'now' | 'sleep' | 'signal' | 'progress'>;

/**
 * Reads the baseline of the installed function, or, if the function is missing or can't be read, the copy of the last
 * one; undefined if the stack is not installed.
 */
export async function findInstalledBaseline(
  aws: Aws,
  stack: string,
  ctx: InstalledContext,
): Promise<CompiledBaseline | undefined> {
  const names = stackNames(stack, aws.region, aws.access);
  const { now, sleep, signal, progress } = ctx;
  const host = makeHost({ aws, names, now, sleep, signal, progress, random: Math.random });
  const installed = await attempt(readInstalled(host, false));
  if ('value' in installed) {
    if (installed.value === undefined) return (await readCopiedBaseline(host))?.baseline;
    await warnOfDoubt(installed.value, host, progress);
    return installed.value.baseline;
  }
  const copy = await attempt(readCopiedBaseline(host));
  if ('failed' in copy || copy.value === undefined) throw installed.failed;
  progress({
    type: 'note',
    text: say`The installed baseline could not be read (${installed.failed.message}). Its copy in log group ${names.baselineGroup} is used instead.`,
  });
  return copy.value.baseline;
}

/** @throws AppError kind usage, code not-installed, if the stack is not installed. */
export async function readInstalledBaseline(
  aws: Aws,
  stack: string,
  ctx: InstalledContext,
): Promise<CompiledBaseline> {
  const found = await findInstalledBaseline(aws, stack, ctx);
  if (found !== undefined) return found;
  const names = stackNames(stack, aws.region, aws.access);
  throw new AppError({
    kind: 'usage',
    code: 'not-installed',
    message: say`The stack "${stack}" is not installed in ${aws.region}.`,
    hint: say`Run \`${ourCommand('install', names)}\`, or use another --stack or --region.`,
  });
}

/** Whoever may replace the function's code may put another baseline into it. */
async function warnOfDoubt(
  installed: UnpackedFunction,
  host: DeployHost,
  progress: Context['progress'],
): Promise<void> {
  const doubt = await attempt(
    logGroup.read(host).then(async (groups) => doubtAbout(installed, groups, host)),
  );
  const status = ourCommand('status', host.names);
  if ('failed' in doubt) {
    progress({
      type: 'note',
      text: say`Whether the baseline in the function is that of the last install could not be checked: ${doubt.failed.message}`,
    });
  } else if (doubt.value !== undefined) {
    progress({ type: 'warning', text: inARow([doubt.value, say`Run \`${status}\`.`]) });
  }
}

import { baselineWarnings } from '../../baseline/warnings.ts';
import type { CommandResult, Context } from '../../host/context.ts';
import type { BaselineCheckReport } from '../../reports/baseline.ts';
import { readBaselineFile } from '../options/read-baseline-file.ts';

/** @throws AppError kind usage, code baseline-invalid, with every error's line and column. */
export async function checkBaseline(
  path: string,
  ctx: Pick<Context, 'files' | 'readStdin' | 'now'>,
): Promise<CommandResult<BaselineCheckReport>> {
  const compiled = await readBaselineFile(path, ctx);
  const report: BaselineCheckReport = {
    schema: 'secgroup-monitor/baseline-check/1',
    origin: compiled.origin,
    valid: true,
    groups: compiled.groups.length,
    never: compiled.never.length,
    exceptions: compiled.exceptions.length,
    trusted: compiled.trusted.length,
    unlisted: compiled.unlisted,
    warnings: baselineWarnings(compiled, ctx.now()),
  };
  return { report, failed: false };
}

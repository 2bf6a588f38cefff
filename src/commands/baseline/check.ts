import { compileWithDoubts } from '../../baseline/compile-baseline.ts';
import { formatProblem } from '../../baseline/problem.ts';
import { baselineWarnings } from '../../baseline/warnings.ts';
import { decodeText } from '../../core/decode-text.ts';
import type { CommandResult, Context } from '../../host/context.ts';
import type { BaselineCheckReport } from '../../reports/baseline.ts';
import { inputName, readInput } from '../options/read-input.ts';

/** @throws AppError kind usage, code baseline-invalid, with every error's line and column. */
export async function checkBaseline(
  path: string,
  ctx: Pick<Context, 'files' | 'readStdin' | 'now'>,
): Promise<CommandResult<BaselineCheckReport>> {
  const name = inputName(path);
  const { compiled, doubts } = compileWithDoubts(decodeText(await readInput(path, ctx), name), name);
  const report: BaselineCheckReport = {
    schema: 'secgroup-monitor/baseline-check/1',
    origin: compiled.origin,
    valid: true,
    groups: compiled.groups.length,
    never: compiled.never.length,
    exceptions: compiled.exceptions.length,
    trusted: compiled.trusted.length,
    unlisted: compiled.unlisted,
    warnings: [
      ...doubts.map((doubt) => `${formatProblem(name, doubt)}.`),
      ...baselineWarnings(compiled, ctx.now()),
    ],
  };
  return { report, failed: false };
}

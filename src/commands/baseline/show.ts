import { BASELINE_FILE_SCHEMA } from '../../baseline/schema.ts';
import { toBaselineFile } from '../../baseline/to-baseline-file.ts';
import type { CommandResult, CommonOptions, Context } from '../../host/context.ts';
import type { BaselineSchemaReport, BaselineTextReport } from '../../reports/baseline.ts';
import { readInstalledBaseline } from '../options/installed-baseline.ts';

/** Reads the baseline of the installed function. */
export async function showBaseline(
  common: CommonOptions,
  ctx: Pick<Context, 'aws' | 'now' | 'sleep' | 'signal' | 'progress'>,
): Promise<CommandResult<BaselineTextReport>> {
  const aws = await ctx.aws(common);
  const compiled = await readInstalledBaseline(aws, common.stack, ctx);
  const report: BaselineTextReport = {
    schema: 'secgroup-monitor/baseline-text/1',
    origin: `installed as ${common.stack} in ${aws.region}, from ${compiled.origin}`,
    groups: compiled.groups.length,
    baseline: { ...toBaselineFile(compiled) },
    notes: [],
  };
  return { report, failed: false };
}

export async function printSchema(): Promise<CommandResult<BaselineSchemaReport>> {
  const report: BaselineSchemaReport = {
    schema: 'secgroup-monitor/baseline-schema/1',
    jsonSchema: BASELINE_FILE_SCHEMA,
  };
  return { report, failed: false };
}

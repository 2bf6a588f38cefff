import { takeSnapshot } from '../../audit/snapshot.ts';
import { toBaselineFile } from '../../baseline/to-baseline-file.ts';
import type { CommandResult, CommonOptions } from '../../host/context.ts';
import type { BaselineTextReport } from '../../reports/baseline.ts';
import { allOpen } from '../../scopes/open-scopes.ts';
import { type AuditPlace, openPlace } from '../audit/places.ts';
import type { BaselineContext } from './context.ts';

export interface CaptureOptions {
  common: CommonOptions;
  place: AuditPlace;
  out: string | undefined;
}

/** Captures what the groups admit now as a baseline file. Fails if a place can't be read: half a baseline misleads. */
export async function captureBaseline(
  { common, place, out }: CaptureOptions,
  ctx: BaselineContext,
): Promise<CommandResult<BaselineTextReport> & { out?: string | undefined }> {
  const sources = allOpen((await openPlace(place, common, ctx)).scopes);
  const compiled = await takeSnapshot(sources);
  const places = sources.map(({ scope: { file, account, region } }) => file ?? `${account} ${region}`);
  const notes = sources.flatMap(({ scope }) => scope.notes);
  for (const text of notes) ctx.progress({ type: 'warning', text });
  const report: BaselineTextReport = {
    schema: 'secgroup-monitor/baseline-text/1',
    origin: `captured from ${places.join(', ')}`,
    groups: compiled.groups.length,
    baseline: { ...toBaselineFile(compiled) },
    notes,
  };
  return { report, failed: false, out };
}

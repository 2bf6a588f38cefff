import type { ChangeTest } from '../../history/change-filter.ts';
import { historyItem } from '../../history/history-item.ts';
import type { History } from '../../history/read-history.ts';
import type { CommandResult } from '../../host/context.ts';
import { type AuditReport, auditChange } from '../../reports/audit.ts';
import { runAudit } from '../audit/audit.ts';
import type { HistoryContext, HistoryOptions } from './options.ts';

/** Creates the audit report of the current groups, with the changes as its timeline. */
export async function historyHtml(
  found: History,
  isWanted: ChangeTest,
  options: HistoryOptions,
  ctx: HistoryContext,
): Promise<CommandResult<AuditReport> & { out?: string | undefined }> {
  const { groupsFile, regions, rehearsal, out, title } = options;
  const { baseline, preset } = rehearsal ?? {};
  const { report } = await runAudit(
    {
      common: options,
      baseline:
        baseline !== undefined
          ? { file: baseline }
          : preset === 'lab' || preset === 'guard'
            ? { preset }
            : 'default',
      place:
        groupsFile === undefined
          ? { kind: 'live', regions, accounts: undefined, roleName: undefined, who: false }
          : { kind: 'files', files: [groupsFile] },
      against: undefined,
      history: undefined,
      failOn: 'never',
      failOnUnknown: false,
      out,
      title,
    },
    ctx,
  );
  const changes = found.changes
    .filter(isWanted)
    .map((change) => auditChange(historyItem(change)))
    .reverse();
  const failed = options.strict && found.problems.length + found.unknown.length > 0;
  return { report: { ...report, changes }, failed, out };
}

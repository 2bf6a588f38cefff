import { howMany, say } from '../core/words/say.ts';
import type { Context } from '../host/context.ts';
import type { AuditFinding, AuditLastChange } from '../reports/audit.ts';
import type { ScopeSource } from './group-source.ts';

/** The maximum number of groups to look up in one scope: under a minute at two calls a second. */
const LOOKED_UP = 100;

/** Adds who last changed the worst groups of one scope (`--who`). The findings must be sorted, worst first. */
export async function addLastChanges(
  source: ScopeSource,
  findings: readonly AuditFinding[],
  ctx: Pick<Context, 'progress'>,
): Promise<void> {
  if (source.lastChange === undefined || findings.length === 0) return;
  const { account, region, notes } = source.scope;
  const ids = [...new Set(findings.flatMap(({ group }) => group?.id ?? []))];
  if (ids.length > LOOKED_UP)
    notes.push(say`The last change was looked up only for the ${LOOKED_UP} worst groups.`);
  const step = `who/${account}/${region}`;
  const groups = howMany(Math.min(ids.length, LOOKED_UP), 'group');
  ctx.progress({
    type: 'step-started',
    id: step,
    text: say`Looking up who changed ${groups} in ${region}`,
  });
  for (const id of ids.slice(0, LOOKED_UP)) {
    const change = await source.lastChange(id);
    if (change !== undefined) addLastChange(findings, id, change);
  }
  ctx.progress({ type: 'step-done', id: step, text: say`Looked up who changed ${groups} in ${region}` });
}

function addLastChange(
  findings: readonly AuditFinding[],
  groupId: string,
  lastChange: AuditLastChange,
): void {
  for (const finding of findings) {
    if (finding.group?.id !== groupId) continue;
    const known = finding.context ?? { attachments: [], attachmentCount: 0, publicAddresses: [] };
    finding.context = { ...known, lastChange };
  }
}

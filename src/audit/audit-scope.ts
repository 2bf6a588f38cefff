import type { AuditFinding, AuditGroup, AuditScope } from '../core/audit-report.ts';
import { AppError, AwsCallError } from '../core/errors.ts';
import type { Verdict } from '../core/finding.ts';
import type { PrefixLists, SecurityGroup } from '../core/group.ts';
import type { PreparedBaseline } from '../core/prepared-baseline.ts';
import type { GroupSource } from './group-source.ts';
import { findingsOf, foundIn, judgeGroup } from './judge-groups.ts';

export interface ScopeResult {
  scope: AuditScope;
  findings: AuditFinding[];
  groups: AuditGroup[];
  /** What ended the reading, when something did. */
  failure?: AppError | undefined;
}

/** Groups with findings whose details are asked for at once: EC2 takes 200 values in a filter. */
const BATCH = 200;

/**
 * Reads and judges one scope, page by page: only groups with findings are held until their details are
 * read. A failure ends this scope alone, and what was judged before it stays.
 */
export async function auditScope(
  source: GroupSource,
  baseline: PreparedBaseline,
  now: number,
  signal: AbortSignal,
): Promise<ScopeResult> {
  const result: ScopeResult = { scope: source.scope, findings: [], groups: [] };
  let pending: Pending[] = [];
  const flush = async () => {
    const batch = pending;
    pending = [];
    if (batch.length > 0) result.findings.push(...(await describeBatch(batch, source, baseline, now)));
  };
  try {
    for await (const page of source.pages()) {
      const lists = await source.lists(page, baseline);
      for (const group of page) {
        const { row, verdicts } = judgeGroup(group, baseline, lists, now, source.scope.file);
        result.groups.push(row);
        source.scope.groups += 1;
        source.scope.rules += group.rules.length;
        if (verdicts.length > 0) pending.push({ group, lists, verdicts });
        if (pending.length >= BATCH) await flush();
      }
    }
    await flush();
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'usage' || signal.aborted) throw error;
    result.failure = error;
    result.scope.error = {
      code: error.code,
      message: error.message,
      hint: error.hint,
      ...(error instanceof AwsCallError ? { awsCode: error.awsCode } : {}),
    };
  }
  return result;
}

interface Pending {
  group: SecurityGroup;
  lists: PrefixLists;
  verdicts: Verdict[];
}

/** Judged anew with the ids of the rules, so that findings name what causes them. */
async function describeBatch(
  batch: readonly Pending[],
  source: GroupSource,
  baseline: PreparedBaseline,
  now: number,
): Promise<AuditFinding[]> {
  const details = await source.details?.(batch.map(({ group }) => group));
  return batch.flatMap(({ group, lists, verdicts }) => {
    const more = details?.get(group.id) ?? {};
    const measure = { baseline, lists, now };
    if (more.rules === undefined) return findingsOf(group, verdicts, measure, more, source.scope.file);
    const whole = { ...group, rules: more.rules };
    return findingsOf(whole, foundIn(whole, baseline, lists, now), measure, more, source.scope.file);
  });
}

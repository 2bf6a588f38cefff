import { setImmediate } from 'node:timers/promises';
import type { PreparedBaseline } from '../core/baseline/prepared-baseline.ts';
import { AppError, AwsCallError } from '../core/errors.ts';
import type { SecurityGroup } from '../core/exposure/group.ts';
import { hasFinding } from '../core/judge/evaluate.ts';
import type { AuditFinding, AuditGroup, AuditScope } from '../reports/audit.ts';
import type { ScopeSource } from './group-source.ts';
import { findingsOf, foundIn, judgeRow, type Measure, rowOf } from './judge-groups.ts';

export interface ScopeResult {
  scope: AuditScope;
  findings: AuditFinding[];
  groups: AuditGroup[];
  /** Source of the baseline that judged the scope; absent if it could not be read. */
  baseline?: string | undefined;
  /** The error that stopped the reading. */
  failure?: AppError | undefined;
}

/** The number of groups that are judged without a pause. */
const TURN = 50;

/** The number of groups per call for details: EC2 accepts 200 values in a filter. */
const BATCH = 200;

/**
 * Reads and judges one scope, page by page. Only groups with findings stay in memory, until their details are read. A
 * failure ends only this scope, and the results before it are kept.
 */
export async function auditScope(
  source: ScopeSource,
  common: PreparedBaseline,
  now: number,
  signal: AbortSignal,
): Promise<ScopeResult> {
  const result: ScopeResult = { scope: source.scope, findings: [], groups: [] };
  let pending: Pending[] = [];
  let described = Promise.resolve();
  // Details are read while the next page arrives, one batch after the other.
  const describePending = () => {
    const batch = pending;
    if (batch.length === 0) return;
    pending = [];
    described = described.then(async () => {
      result.findings.push(...(await describeBatch(batch, source)));
    });
    // Awaited below. Until then, a failure must not count as unhandled.
    described.catch(() => undefined);
  };
  try {
    const baseline = (await source.baseline?.()) ?? common;
    result.baseline = baseline.compiled.origin;
    for await (const page of source.pages()) {
      const lists = await source.lists(page, baseline);
      for (const [index, group] of page.entries()) {
        // Lets the next page be read while this one is judged.
        if (index % TURN === 0) await setImmediate();
        const measure = { baseline, lists, now };
        const row = rowOf(group, measure, source.scope.file);
        result.groups.push(row);
        source.scope.groups += 1;
        source.scope.rules += group.rules.length;
        if (hasFinding(group, baseline, measure)) pending.push({ group, row, measure });
        if (pending.length >= BATCH) describePending();
      }
      if (pending.length >= BATCH / 4) describePending();
    }
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
  describePending();
  await described;
  return result;
}

interface Pending {
  group: SecurityGroup;
  row: AuditGroup;
  measure: Measure;
}

/** Judges again with the ids of the rules, if they can be read, so that findings contain the rules that cause them. */
async function describeBatch(batch: readonly Pending[], source: ScopeSource): Promise<AuditFinding[]> {
  const details = await source.details?.(batch.map(({ group }) => group));
  return batch.flatMap(({ group, row, measure }) => {
    const more = details?.get(group.id) ?? {};
    const withIds = { ...group, ...more.rules };
    const verdicts = foundIn(withIds, measure);
    judgeRow(row, withIds, verdicts, measure);
    return findingsOf(withIds, verdicts, measure, more, source.scope.file);
  });
}

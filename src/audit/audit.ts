import { SEVERITIES, type Severity } from '../core/baseline/baseline.ts';
import type { PreparedBaseline } from '../core/baseline/prepared-baseline.ts';
import { compareText } from '../core/compare-text.ts';
import { atLeast } from '../core/judge/severity.ts';
import { VERSION } from '../core/version.ts';
import { howMany, say } from '../core/words/say.ts';
import type { Context } from '../host/context.ts';
import {
  AUDIT_SCHEMA,
  type AuditFinding,
  type AuditGroup,
  type AuditReport,
  type AuditSummary,
  type AuditUnknown,
  isNothingJudged,
} from '../reports/audit.ts';
import type { UnopenedScope } from '../scopes/open-scopes.ts';
import { auditScope, type ScopeResult } from './audit-scope.ts';
import { compareReports, type EarlierReport } from './compare.ts';
import type { ScopeSource } from './group-source.ts';
import type { PlanUnknown } from './plan/reading.ts';
import { addLastChanges } from './who.ts';

export interface AuditWork {
  /** For scopes without a baseline of their own. */
  baseline: PreparedBaseline;
  source: AuditReport['source'];
  scopes: readonly (ScopeSource | UnopenedScope)[];
  unknown?: readonly PlanUnknown[] | undefined;
  against?: EarlierReport | undefined;
}

/** Scopes that are read at the same time: enough to hide latency, few enough for the rate limits of one account. */
const AT_ONCE = 8;

/**
 * Reads and judges every scope and creates the report. Throws the first failure, but only if no scope could be read.
 */
export async function audit(
  work: AuditWork,
  ctx: Pick<Context, 'now' | 'progress' | 'signal'>,
): Promise<AuditReport> {
  const now = ctx.now();
  const results = await inParallel(work.scopes, AT_ONCE, (scope) => readScope(scope, work, now, ctx));
  const failures = results.flatMap(({ failure }) => failure ?? []);
  if (failures.length === results.length && failures[0] !== undefined) throw failures[0];
  const findings = results.flatMap((result) => result.findings).sort(byWorst);
  numberTwins(findings);
  const groups = results.flatMap((result) => result.groups).sort(byPlace);
  const baselines = new Set(results.flatMap(({ baseline }) => baseline ?? []));
  if (baselines.size > 1) for (const { scope, baseline } of results) scope.baseline = baseline;
  return {
    schema: AUDIT_SCHEMA,
    version: VERSION,
    time: new Date(now).toISOString(),
    source: work.source,
    baseline: [...baselines].sort(compareText).join(', '),
    scopes: results.map(({ scope }) => scope),
    summary: summarize(results, findings, groups),
    findings,
    groups,
    unknown: unknownThatMatters(work),
    ...(work.against === undefined ? {} : { against: compareReports(work.against, findings) }),
  };
}

async function readScope(
  scope: ScopeSource | UnopenedScope,
  work: AuditWork,
  now: number,
  ctx: Pick<Context, 'progress' | 'signal'>,
): Promise<ScopeResult> {
  if ('failure' in scope) {
    const { account, region, failure } = scope;
    const { code, message, hint } = failure;
    const error = { code, message, hint };
    return {
      scope: { account, region, groups: 0, rules: 0, notes: [], error },
      findings: [],
      groups: [],
      failure,
    };
  }
  const { account, region, file } = scope.scope;
  const id = file ?? `${account}/${region}`;
  const place = file ?? [account, region].filter((part) => part !== '').join(' ');
  ctx.progress({ type: 'step-started', id, text: say`Reading security groups: ${place}` });
  const result = await auditScope(scope, work.baseline, now, ctx.signal);
  result.findings.sort(byWorst);
  if (result.failure !== undefined) {
    ctx.progress({ type: 'step-failed', id, text: `${place}: ${result.failure.message}` });
  } else {
    ctx.progress({
      type: 'step-done',
      id,
      text: `${place}: ${howMany(scope.scope.groups, 'security group')}`,
    });
  }
  await addLastChanges(scope, result.findings, ctx);
  return result;
}

/** An unknown source group decides nothing if no entry says which groups may be sources. */
function unknownThatMatters({ unknown = [], baseline }: AuditWork): AuditUnknown[] {
  return unknown
    .filter(
      ({ owner, isSource }) =>
        isSource !== true || (owner !== undefined && baseline.entryOf(owner) !== undefined),
    )
    .map((one) => one.unknown);
}

/** Makes keys unique: a group that is in two input files has every finding twice. */
function numberTwins(findings: readonly AuditFinding[]): void {
  const times = new Map<string, number>();
  for (const finding of findings) {
    const { key } = finding;
    const count = (times.get(key) ?? 0) + 1;
    times.set(key, count);
    if (count > 1) finding.key = `${key}#${count}`;
  }
}

function summarize(
  results: readonly ScopeResult[],
  findings: readonly AuditFinding[],
  groups: readonly AuditGroup[],
): AuditSummary {
  const severities = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<
    Severity,
    number
  >;
  const codes: AuditSummary['codes'] = {};
  for (const { severity, code } of findings) {
    severities[severity] += 1;
    codes[code] = (codes[code] ?? 0) + 1;
  }
  const calm = groups.filter(({ worst }) => worst === undefined || !atLeast(worst, 'low'));
  return {
    groups: groups.length,
    rules: results.reduce((sum, { scope }) => sum + scope.rules, 0),
    inLine: calm.filter(({ judgedBy }) => judgedBy === 'entry').length,
    notForbidden: calm.filter(({ judgedBy }) => judgedBy === 'never').length,
    unjudged: calm.filter(({ judgedBy }) => judgedBy === 'nothing').length,
    drifting: groups.length - calm.length,
    failedScopes: results.filter(({ failure }) => failure !== undefined).length,
    severities,
    codes,
  };
}

/**
 * Does the report fail the audit? A scope that could not be read fails it too, and so does an audit that judged
 * nothing. Only a plan or template may contain no group: most of them don't.
 */
export function isFailed(report: AuditReport, failOn: Severity | 'never', failOnUnknown = false): boolean {
  if (failOnUnknown && report.unknown.length > 0) return true;
  if (failOn === 'never') return false;
  const mayBeEmpty = report.source === 'plan' || report.source === 'template';
  if (!mayBeEmpty && isNothingJudged(report.summary)) return true;
  return report.summary.failedScopes > 0 || report.findings.some(({ severity }) => atLeast(severity, failOn));
}

async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}

function byWorst(a: AuditFinding, b: AuditFinding): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    compareText(a.account, b.account) ||
    compareText(a.region, b.region) ||
    compareText(a.group?.name ?? '', b.group?.name ?? '') ||
    compareText(a.key, b.key)
  );
}

function byPlace(a: AuditGroup, b: AuditGroup): number {
  return (
    compareText(a.account, b.account) ||
    compareText(a.region, b.region) ||
    compareText(a.name, b.name) ||
    compareText(a.id, b.id)
  );
}

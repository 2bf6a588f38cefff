import type { Severity } from '../core/baseline/baseline.ts';
import type { PreparedBaseline } from '../core/baseline/prepared-baseline.ts';
import type { PrefixLists, SecurityGroup } from '../core/exposure/group.ts';
import { parseRule } from '../core/exposure/rule-grammar.ts';
import { isDrift, type Verdict } from '../core/finding/finding.ts';
import { meantFor } from '../core/judge/allowed.ts';
import { byCause } from '../core/judge/by-cause.ts';
import { evaluateGroup } from '../core/judge/evaluate.ts';
import { MOST_ADVISED, planRevert, revertCommands, wrongByVerdicts } from '../core/judge/revert.ts';
import { worse } from '../core/judge/severity.ts';
import type { AuditFinding, AuditGroup, JudgedBy } from '../reports/audit.ts';
import type { GroupDetails } from './group-source.ts';
import { type ExposureLimits, notableExposure } from './notable-exposure.ts';

/** The data that a group is judged with. */
export interface Measure {
  baseline: PreparedBaseline;
  lists: PrefixLists;
  /** Epoch milliseconds. */
  now: number;
}

/** Judges one group. Returns its verdicts, without `in-line`. */
export function foundIn(group: SecurityGroup, { baseline, lists, now }: Measure): Verdict[] {
  return evaluateGroup(group, baseline, { now, lists }).filter(({ kind }) => kind !== 'compliant');
}

/** Returns the row of one group without findings. judgeRow() adds the findings. */
export function rowOf(group: SecurityGroup, measure: Measure, file?: string): AuditGroup {
  const { baseline, lists } = measure;
  return {
    id: group.id,
    name: group.name,
    vpcId: group.vpcId,
    account: group.account,
    region: group.region,
    ...(file === undefined ? {} : { file }),
    entry: baseline.entryOf(group)?.name,
    judgedBy: judgedBy(group, baseline),
    rules: group.rules.length,
    exposure: notableExposure(group.rules, lists, limitsOf(group, [], measure)),
  };
}

/** Adds to a row what the verdicts say. */
export function judgeRow(
  row: AuditGroup,
  group: SecurityGroup,
  verdicts: readonly Verdict[],
  measure: Measure,
): void {
  row.worst = worstOf(verdicts);
  row.exposure = notableExposure(group.rules, measure.lists, limitsOf(group, verdicts, measure));
}

function judgedBy(group: SecurityGroup, { compiled, entryOf, never }: PreparedBaseline): JudgedBy {
  if (entryOf(group) !== undefined) return 'entry';
  if (compiled.unlisted === 'alert') return 'unlisted';
  return never.length > 0 ? 'never' : 'nothing';
}

function limitsOf(
  group: SecurityGroup,
  verdicts: readonly Verdict[],
  { baseline, lists, now }: Measure,
): ExposureLimits {
  const wrong = verdicts
    .filter(isDrift)
    .flatMap(({ unexpected }) => unexpected.flatMap(({ rule }) => parseRule(rule).rules));
  const entry = baseline.entryOf(group);
  const isLimited = entry !== undefined && entry.ingress !== 'at-least';
  return { wrong, allowed: isLimited ? undefined : meantFor(group, baseline, lists, now) };
}

/** Returns the worst severity; undefined if there are no verdicts. */
function worstOf(verdicts: readonly Verdict[]): Severity | undefined {
  return verdicts.reduce<Severity | undefined>(
    (worst, { severity }) => (worst === undefined ? severity : worse(worst, severity)),
    undefined,
  );
}

/** Returns the verdicts of one group as findings of the report, one for each cause. */
export function findingsOf(
  group: SecurityGroup,
  verdicts: readonly Verdict[],
  { baseline, lists, now }: Measure,
  details: GroupDetails,
  file?: string,
): AuditFinding[] {
  const meant = meantFor(group, baseline, lists, now);
  // A plan or a template must change its own groups: its next apply would undo a command.
  const mend =
    group.origin === undefined && group.isPartial !== true
      ? revertCommands(
          group,
          planRevert({ group, lists }, wrongByVerdicts(verdicts, meant, lists)),
          MOST_ADVISED,
        )
      : [];
  return byCause(verdicts, group, lists).map((verdict) => ({
    ...verdict,
    key: [group.account, group.region, group.id, verdict.code, verdict.baseline ?? ''].join('/'),
    account: group.account,
    region: group.region,
    ...(file === undefined ? {} : { file }),
    ...group.origin,
    ...(details.context === undefined ? {} : { context: details.context }),
    mend,
  }));
}

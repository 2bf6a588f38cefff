import { trustedSettleMs } from '../../../src/core/baseline/trusted.ts';
import { type Finding, type FindingItem, isDrift, type Verdict } from '../../../src/core/finding/finding.ts';
import type { PreparedBaseline } from '../../../src/core/judge/evaluate.ts';
import { isDrifting } from '../../../src/core/judge/judge-change.ts';
import type { Change } from '../../../src/core/record/change.ts';
import type { RehearsedFinding } from '../../../src/reports/rehearsal.ts';

import { SETTINGS } from '../support.ts';
import type { Played } from './play.ts';

export interface Compared {
  compared: number;
  /** The number of findings on states that the rehearsal itself calls a guess, because a record is missing. */
  guessed: number;
  differing: object[];
}

/** The fields that both ends have. Only the function adds the times at which it read and wrote. */
type Stated = Verdict & Pick<Finding, 'account' | 'region' | 'change'>;

/** Compares the findings of both ends, change by change and group by group, field by field. */
export function differences(played: Played, baseline: PreparedBaseline): Compared {
  const result: Compared = { compared: 0, guessed: 0, differing: [] };
  const live = byChange(played.log);
  const rehearsed = byChange(played.rehearsed.findings);
  for (const { change } of played.changes) {
    // The function waits for a trusted change to settle. The rehearsal judges the state right after the change.
    const written = (live.get(change.eventId) ?? []).filter(
      ({ code, args }) => code !== 'transient-exposure' || args.trusted !== true,
    );
    const told = rehearsed.get(change.eventId) ?? [];
    if (isGuess(change, [...written, ...told], played, baseline)) {
      result.guessed += written.length;
      continue;
    }
    result.compared += written.length;
    const both = {
      function: written.map((finding) => stated(finding, played)),
      rehearsal: told.map((finding) => stated(finding, played)),
    };
    for (const end of ['function', 'rehearsal'] as const) {
      both[end] = both[end].map((finding) => {
        if (!hidesBefore(change) || !/^(back-)?in-line$|^entry-changed$/.test(finding.code)) return finding;
        const expected =
          end === 'function' ? wasTold(finding, change, played) : wasSo(finding, change, played, baseline);
        if (expected !== undefined && expected !== (finding.code === 'back-in-line')) {
          result.differing.push({ end, expected: expected ? 'back-in-line' : 'in-line', finding });
        }
        // If a rule was rewritten in place or revoked by its id, the record does not show the earlier state. The
        // function uses its log and the rehearsal the earlier records, so each is compared with its own source.
        return { ...finding, kind: 'compliant', code: 'in-line' };
      });
    }
    if (JSON.stringify(both.function) !== JSON.stringify(both.rehearsal)) result.differing.push(both);
  }
  return result;
}

function byChange<T extends Finding | RehearsedFinding>(findings: readonly T[]) {
  const map = new Map<string, T[]>();
  for (const finding of findings) {
    const id = finding.change?.eventId ?? '';
    map.set(id, [...(map.get(id) ?? []), finding]);
  }
  // EC2 promises no order, so the groups of one change are sorted by id.
  const groupOf = ({ group }: T) => group?.id ?? '';
  for (const list of map.values()) list.sort((a, b) => (groupOf(a) < groupOf(b) ? -1 : 1));
  return map;
}

/** True if the rehearsal reports a gap for the change. The wait after a trusted change depends on all its groups. */
function isGuess(
  change: Change,
  findings: readonly (Finding | RehearsedFinding)[],
  { rehearsed: { gaps } }: Played,
  baseline: PreparedBaseline,
): boolean {
  const waits = trustedSettleMs(change.actor, baseline) !== undefined;
  const ids = new Set([...findings.flatMap(({ group }) => group?.id ?? []), ...change.groupIds]);
  // Whether a finding refers to the one before it depends on the state before the change, too.
  const refers = findings.some(({ args }) => args.sameAs !== undefined);
  return gaps.some(
    ({ groupId, before }) =>
      Date.parse(before) + (refers ? 1 : 0) > Date.parse(change.time) &&
      (ids.has(groupId) || (waits && change.groupIds.length !== 1)),
  );
}

function stated(finding: Finding | RehearsedFinding, { unnamed }: Played): Stated {
  const { kind, code, severity, group, unexpected, missing, baseline, args, account, region, change } =
    finding;
  // If a record contains only the text of a rule, the rehearsal lacks the id that the function read.
  const named = (items: FindingItem[]) =>
    items.map((item) => ({ ...item, ids: item.ids.filter((id) => !unnamed.has(id)) }));
  const { sameAs, sameAt, severity: then, ...others } = args;
  // Without the ids of rules, a rehearsal can't know whether a state is the one that was reported.
  const isComparable = unnamed.size === 0 || sameAs === undefined;
  return sorted({
    ...{ kind, code, group, missing, baseline, account, region, change },
    severity: isComparable ? severity : (String(then) as Finding['severity']),
    args: isComparable ? args : others,
    unexpected: named(unexpected),
  });
}

/** Returns the value without undefined members, and with its keys sorted. */
function sorted<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, member) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

function hidesBefore({ modifiedRuleIds, removedRuleIds, retag }: Change): boolean {
  return modifiedRuleIds.length + removedRuleIds.length > 0 || retag !== undefined;
}

/** True if a drift was the last finding of the function about the group before the change. */
function wasTold({ group }: Stated, change: Change, { log }: Played): boolean {
  const earlier = log.filter(
    (one) =>
      one.group?.id === group?.id &&
      one.kind !== 'denied-attempt' &&
      one.observedAt !== undefined &&
      Date.parse(one.observedAt) < Date.parse(change.time),
  );
  const last = earlier
    .map(({ observedAt }) => observedAt!)
    .sort()
    .at(-1);
  return earlier.some((one) => one.observedAt === last && isDrift(one));
}

/** True if the group was drifting before the change; undefined if the rehearsal can't know. */
function wasSo(
  { group }: Stated,
  change: Change,
  { before, rehearsed: { gaps } }: Played,
  baseline: PreparedBaseline,
): boolean | undefined {
  if (gaps.some((gap) => gap.groupId === group?.id && gap.before === change.time)) return undefined;
  const { groups, lists } = before.get(change.eventId)!;
  const state = groups.get(group?.id ?? '');
  if (state === undefined) return undefined;
  const now = Date.parse(change.time);
  return isDrifting({ group: state, lists }, { baseline, stack: SETTINGS.stack, now });
}

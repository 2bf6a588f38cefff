import type { PrefixLists, SecurityGroup } from '../src/core/exposure/group.ts';
import { renderRule } from '../src/core/exposure/render-rules.ts';
import type { Verdict } from '../src/core/finding/finding.ts';
import { evaluateGroup, netNew, trustedSettleMs } from '../src/core/judge/evaluate.ts';
import type { Change } from '../src/core/record/change.ts';
import type { CallCategory } from '../src/core/record/parse-record.ts';
import { isCanary, judgeCanary } from './canary.ts';
import { enforce } from './enforce.ts';
import type { Host, Invocation } from './host.ts';
import { entriesPending } from './pending-entries.ts';
import { readGroups, readPrefixLists } from './read-groups.ts';
import { recentFindings } from './recent-findings.ts';
import { deletedVerdict } from './verdicts.ts';

/** What is known of why these groups are looked at. */
export interface Reason {
  change?: Change | undefined;
  category?: CallCategory | undefined;
}

/** Left of the invocation's time after a settle wait, to read, judge and write. */
const RESERVE_MS = 15_000;

/** A prefix list is modified within seconds after the call; what takes longer is left to the sweep. */
const PENDING_TRIES = 5;
const PENDING_WAIT_MS = 3_000;

/**
 * Whether a group was drifting when it was last judged here. It lives as long as the execution environment
 * and only tells `resolved` from `compliant` where the change itself does not.
 */
const wasDriftingHere = new Map<string, boolean>();
const REMEMBERED = 10_000;
const DAY_MS = 24 * 3_600_000;

/** Reads these groups as they are now, judges them and writes what was found; enforces where that is on. */
export async function judgeGroups(
  ids: readonly string[],
  host: Host,
  invocation: Invocation,
  reason: Reason,
): Promise<void> {
  if (ids.length === 0) return;
  const { change } = reason;
  let seen = await look(ids, host, reason);
  for (let tries = 0; tries < PENDING_TRIES && entriesPending(change, seen.lists, host.now()); tries++) {
    await host.sleep(PENDING_WAIT_MS);
    seen = await look(ids, host, reason);
  }

  const settleMs = change && trustedSettleMs(change.actor, host.baseline);
  if (change && settleMs !== undefined && seen.judged.some(({ verdicts }) => verdicts.some(isDrift))) {
    const settled = Date.parse(change.time) + settleMs - host.now();
    await host.sleep(Math.max(0, Math.min(settled, invocation.remainingMs() - RESERVE_MS)));
    seen = await look(ids, host, reason);
  }
  if (change && hidesTheStateBefore(change)) await recallDrift(seen, host, reason);

  const { receivedAt } = invocation;
  for (const id of seen.gone) {
    host.writer.write([deletedVerdict(id)], { receivedAt, change, observedAt: seen.observedAt });
  }
  for (const { group, verdicts } of seen.judged) {
    const trusted = settleMs !== undefined;
    host.writer.write(
      trusted ? verdicts.map((verdict) => ({ ...verdict, args: { ...verdict.args, trusted } })) : verdicts,
      {
        receivedAt,
        observedAt: seen.observedAt,
        change,
        netNew: change && netNew(change, group, seen.lists),
      },
    );
  }
  // Writing first: a revert that fails must not swallow the finding that it answers.
  for (const { group, verdicts } of seen.judged) {
    if (settleMs === undefined && verdicts.some(isDrift)) {
      await enforce(group, seen.lists, host, invocation, change);
    }
  }
}

interface Seen {
  observedAt: number;
  lists: PrefixLists;
  judged: { group: SecurityGroup; verdicts: Verdict[] }[];
  gone: string[];
}

async function look(ids: readonly string[], host: Host, reason: Reason): Promise<Seen> {
  const observedAt = host.now();
  const groups = await readGroups(host.aws.ec2, host.settings, ids);
  const lists = await readPrefixLists(host.aws.ec2, [...groups.values()], host.baseline);
  return {
    observedAt,
    lists,
    judged: [...groups.values()].map((group) => ({ group, verdicts: judge(group, lists, host, reason) })),
    gone: ids.filter((id) => !groups.has(id)),
  };
}

/** What was in line before a rule was rewritten in place, the record does not tell; the log may. */
async function recallDrift(seen: Seen, host: Host, reason: Reason): Promise<void> {
  for (const one of seen.judged) {
    if (!one.verdicts.some(({ code }) => code === 'in-line')) continue;
    const told = await recentFindings(host, host.now() - DAY_MS, one.group.id);
    if (!told.get(one.group.id)?.drifting) continue;
    one.verdicts = judge(one.group, seen.lists, host, { ...reason, wasDrifting: true });
  }
}

/** The judgement of one group: drift, or one verdict that says it is in line (again). */
export function judge(
  group: SecurityGroup,
  lists: PrefixLists,
  host: Pick<Host, 'baseline' | 'settings' | 'now'>,
  reason: Reason & { wasDrifting?: boolean },
): Verdict[] {
  const evaluate = (state: SecurityGroup) =>
    isCanary(state, host.settings.stack)
      ? judgeCanary(state)
      : evaluateGroup(state, host.baseline, { now: host.now(), lists, change: reason.change });
  const verdicts = evaluate(group);
  const drifting = verdicts.some(isDrift);
  const before = reason.change && stateBefore(group, reason.change);
  const wasDrifting =
    reason.wasDrifting ??
    (before ? evaluate(before).some(isDrift) : (wasDriftingHere.get(group.id) ?? false));
  remember(group.id, drifting);
  if (drifting) return verdicts;
  return verdicts.map((verdict) =>
    verdict.code === 'in-line' ? inLine(verdict, wasDrifting, reason) : verdict,
  );
}

function inLine(verdict: Verdict, wasDrifting: boolean, { category }: Reason): Verdict {
  if (wasDrifting) return { ...verdict, kind: 'resolved', code: 'back-in-line' };
  if (category === 'cosmetic') return { ...verdict, code: 'description-changed' };
  if (category === 'attachment') return { ...verdict, code: 'attachment-changed' };
  return verdict;
}

function hidesTheStateBefore(change: Change): boolean {
  return change.modifiedRuleIds.length > 0 || change.removedRuleIds.length > 0;
}

/** The group as it was before the change; undefined where the record does not tell (rules modified in place). */
function stateBefore(group: SecurityGroup, change: Change): SecurityGroup | undefined {
  if (hidesTheStateBefore(change)) return undefined;
  if (change.added.length === 0 && change.removed.length === 0) return undefined;
  // Old records lack the ids of the rules they added; in one group a rule's text is unique as well.
  const added = new Set(change.added.flatMap((rule) => (rule.id ? [rule.id] : [renderRule(rule)])));
  const kept = group.rules.filter((rule) => !added.has(rule.id ?? '') && !added.has(renderRule(rule)));
  return { ...group, rules: [...kept, ...change.removed] };
}

function remember(groupId: string, drifting: boolean): void {
  wasDriftingHere.delete(groupId);
  wasDriftingHere.set(groupId, drifting);
  if (wasDriftingHere.size > REMEMBERED) wasDriftingHere.delete(wasDriftingHere.keys().next().value!);
}

export function isDrift(verdict: Verdict): boolean {
  return verdict.kind === 'drift';
}

import type { GroupState, PrefixLists, SecurityGroup } from '../src/core/exposure/group.ts';
import { isDrift, type Verdict } from '../src/core/finding/finding.ts';
import { trustedSettleMs } from '../src/core/judge/evaluate.ts';
import { isDrifting, type Judgement, judgeChange } from '../src/core/judge/judge-change.ts';
import { causesOf, type Reported, referring } from '../src/core/judge/same-state.ts';
import { alreadyReports, transientExposure } from '../src/core/judge/transient-exposure.ts';
import type { Change } from '../src/core/record/change.ts';
import type { CallCategory } from '../src/core/record/parse-record.ts';
import { type Before, hidesTheStateBefore, stateBefore } from '../src/core/record/state-before.ts';
import type { Remembered } from './drift-memory.ts';
import { enforce } from './enforce.ts';
import { type Host, type Invocation, judgeOptions } from './host.ts';
import { ownLog } from './own-log.ts';
import { entriesPending } from './pending-entries.ts';
import { readGroups, readPrefixLists } from './read-groups.ts';
import { findingsOf, recentFindings } from './recent-findings.ts';
import { absentVerdict } from './verdicts.ts';

/** Why these groups are judged, as far as it is known. */
export interface Reason {
  change?: Change | undefined;
  category?: CallCategory | undefined;
}

/** The part of the invocation's time that remains after a settle wait, to read, judge and write. */
const RESERVE_MS = 15_000;

/** EC2 modifies a prefix list within seconds after the call. If it takes longer, the next sweep judges the groups. */
const PENDING_TRIES = 5;
const PENDING_WAIT_MS = 3_000;

const DAY_MS = 24 * 3_600_000;

/** Reads these groups as they are now, judges them and writes the findings. Restores them if enforcement is on. */
export async function judgeGroups(
  ids: readonly string[],
  host: Host,
  invocation: Invocation,
  reason: Reason,
): Promise<void> {
  if (ids.length === 0) return;
  const { change } = reason;
  const first = await lookAtEntries(ids, host, change);
  const waitMs = change === undefined ? undefined : settleWaitMs(change, first, host, invocation);
  let seen = first;
  if (waitMs !== undefined) {
    await host.sleep(waitMs);
    seen = await look(ids, host, change);
  }
  const { receivedAt } = invocation;
  const { observedAt, lists } = seen;
  const write = ({ verdicts, netNew }: Judgement) =>
    host.writer.write(verdicts, { receivedAt, observedAt, change, netNew });

  if (change === undefined && seen.gone.length > 1) {
    const unknown = await neverDrifting(seen.gone, host);
    if (unknown.length > 0) write({ verdicts: [absentVerdict(unknown)] });
    seen.gone = seen.gone.filter((id) => !unknown.includes(id));
  }
  for (const groupId of seen.gone) {
    write(judgeChange({ ...reason, groupId }, judgeOptions(host)));
    if (change !== undefined) write(await judgePast(change, groupId, undefined, host));
  }
  const drifting: SecurityGroup[] = [];
  for (const group of seen.groups.values()) {
    const judgement = await judgeSeen(group, lists, first, host, reason);
    const drifts = judgement.verdicts.some(isDrift);
    if (drifts) drifting.push(group);
    const last =
      change !== undefined && drifts
        ? await lastReport(group.id, judgement.verdicts, change, { host, waited: waitMs !== undefined })
        : undefined;
    const { verdicts, reported } =
      change === undefined
        ? { verdicts: judgement.verdicts, reported: undefined }
        : referring(judgement.verdicts, change, observedAt, last);
    write({ ...judgement, verdicts });
    if (change !== undefined) write(await judgePast(change, group.id, { group, lists }, host));
    host.memory.remember(group.id, drifts, observedAt, reported);
  }
  // Findings are written first, so that a failed revert does not lose them.
  if (change !== undefined && trustedSettleMs(change.actor, host.baseline) !== undefined) return;
  for (const group of drifting) await enforce(group, lists, host, invocation, change);
}

interface Seen {
  observedAt: number;
  lists: PrefixLists;
  groups: Map<string, SecurityGroup>;
  gone: string[];
}

async function look(ids: readonly string[], host: Host, change: Change | undefined): Promise<Seen> {
  const observedAt = host.now();
  const groups = await readGroups(host.aws.ec2, host.settings, ids);
  const rules = change && [...change.added, ...change.removed];
  const referring = { groups: [...groups.values()], rules };
  const lists = await readPrefixLists(host.aws.ec2, referring, host.baseline);
  return { observedAt, lists, groups, gone: ids.filter((id) => !groups.has(id)) };
}

/** Reads again until the prefix lists show the change to their entries. */
async function lookAtEntries(ids: readonly string[], host: Host, change: Change | undefined): Promise<Seen> {
  let seen = await look(ids, host, change);
  for (let tries = 0; tries < PENDING_TRIES && entriesPending(change, seen.lists, host.now()); tries++) {
    await host.sleep(PENDING_WAIT_MS);
    seen = await look(ids, host, change);
  }
  return seen;
}

/** Returns how long to wait for a trusted principal's drift to settle, in milliseconds; undefined for no wait. */
function settleWaitMs(change: Change, seen: Seen, host: Host, invocation: Invocation): number | undefined {
  const settleMs = trustedSettleMs(change.actor, host.baseline);
  if (settleMs === undefined) return undefined;
  const { lists } = seen;
  const options = judgeOptions(host);
  if (![...seen.groups.values()].some((group) => isDrifting({ group, lists }, options))) return undefined;
  const left = Date.parse(change.time) + settleMs - host.now();
  return Math.max(0, Math.min(left, invocation.remainingMs() - RESERVE_MS));
}

/** Judges one group. `first` is the state before the wait for the change to settle. */
async function judgeSeen(
  group: SecurityGroup,
  lists: PrefixLists,
  first: Seen,
  host: Host,
  reason: Reason,
): Promise<Judgement> {
  const { change } = reason;
  const known = first.groups.get(group.id);
  const before: Before | undefined =
    (change && known && stateBefore({ group: known, lists: first.lists }, change)) ??
    host.memory.recall(group.id);
  const options = judgeOptions(host);
  const what = { ...reason, groupId: group.id, before, after: { group, lists } };
  const judgement = judgeChange(what, options);
  if (change === undefined || !hidesTheStateBefore(change) || judgement.verdicts.some(isDrift)) {
    return judgement;
  }
  return judgeChange({ ...what, before: await lastJudged(group.id, first.observedAt, host) }, options);
}

/** As far back as a finding may be that another one refers to. */
const LOG_MS = 120_000;

/**
 * The last report of the group's drift. The log is read only if the drift has causes that this change did not add:
 * otherwise the state is new. Other environments write while this one waits for a trusted change to settle.
 */
async function lastReport(
  groupId: string,
  verdicts: readonly Verdict[],
  change: Change,
  { host, waited }: { host: Host; waited: boolean },
): Promise<Reported | undefined> {
  if (!waited) {
    const here = host.memory.recall(groupId)?.reported;
    if (here !== undefined) return here;
    const own = new Set(change.added.map(({ id }) => id));
    const causes = causesOf(verdicts.filter(isDrift));
    if (causes.length > 0 && causes.every((id) => own.has(id))) return undefined;
  }
  return (await recentFindings(host, { since: host.now() - LOG_MS, groupId })).get(groupId)?.reported;
}

/**
 * Returns the judgement before the change from the log or the memory, because the record does not show that state.
 */
async function lastJudged(groupId: string, until: number, host: Host): Promise<Remembered | undefined> {
  const here = host.memory.recall(groupId);
  const told = (await recentFindings(host, { since: host.now() - DAY_MS, until, groupId })).get(groupId);
  return here !== undefined && (told === undefined || here.observedAt > told.observedAt) ? here : told;
}

/** Judges what the change admitted for a moment. Nobody needs to hear about it again if a finding already reported it. */
async function judgePast(
  change: Change,
  groupId: string,
  after: GroupState | undefined,
  host: Host,
): Promise<Judgement> {
  const past = transientExposure(change, groupId, after, judgeOptions(host));
  if (past === undefined) return { verdicts: [] };
  for await (const message of ownLog(host, Date.parse(change.time), findingsOf(groupId))) {
    if (alreadyReports(JSON.parse(message), past)) return { verdicts: [] };
  }
  return { verdicts: [past] };
}

/** Returns those of the groups whose last finding does not say that they drift. */
async function neverDrifting(ids: readonly string[], host: Host): Promise<string[]> {
  const told = await recentFindings(host, { since: host.now() - DAY_MS });
  return ids.filter((id) => !(host.memory.recall(id) ?? told.get(id))?.drifting);
}

import type { PrefixLists, SecurityGroup } from '../src/core/exposure/group.ts';
import { isDrift, type Verdict } from '../src/core/finding/finding.ts';
import { readLines } from '../src/core/finding/signed-line.ts';
import { isDrifting, judgeChange, judgeState } from '../src/core/judge/judge-change.ts';
import type { Change } from '../src/core/record/change.ts';
import { driftDigest } from './drift-digest.ts';
import { explainDrift } from './explain-drift.ts';
import { type Host, type Invocation, judgeOptions } from './host.ts';
import { lineSigner } from './line-signer.ts';
import { allGroups, readGroups, readPrefixLists } from './read-groups.ts';
import { recentFindings, type Told } from './recent-findings.ts';

/** A drift that continues is reported again once a day, not in every sweep. */
const RESTATE_AFTER_MS = 24 * 3_600_000;

/**
 * Judges every group of the Region and ends with a heartbeat. A drift that was reported within a day and still exists
 * is not reported again. A drift that was not reported is `drift` with the change from the event history, or
 * `drift-without-event` if the history does not contain a change that explains it.
 */
export async function sweep(
  host: Host,
  invocation: Invocation,
  cause: { change?: Change; concerns?(group: SecurityGroup): boolean; scheduled?: boolean } = {},
): Promise<void> {
  const { ec2 } = host.aws;
  const { account, region } = host.settings;
  const { change, concerns = () => true, scheduled = change === undefined } = cause;
  const startedAt = host.now();
  const lines = readLines(lineSigner(host.settings), startedAt);
  const told = await recentFindings(host, { since: startedAt - RESTATE_AFTER_MS, lines });
  let lists: PrefixLists = new Map();
  let groups = 0;
  let drifting = 0;
  let lookups = 0;
  let askedAt = startedAt;

  for await (const all of allGroups(ec2, { account, region })) {
    const page = all.filter(concerns);
    groups += page.length;
    lists = await readPrefixLists(ec2, { groups: page }, host.baseline, lists);
    const suspects: SecurityGroup[] = [];
    for (const group of page) {
      const state = { group, lists };
      const drifts = isDrifting(state, judgeOptions(host));
      host.memory.remember(group.id, drifts, askedAt);
      if (drifts) suspects.push(group);
      else if (told.get(group.id)?.drifting) {
        const what = { groupId: group.id, before: { drifting: true }, after: state };
        const { verdicts } = judgeChange(what, judgeOptions(host));
        host.writer.write(verdicts, { receivedAt: invocation.receivedAt, observedAt: askedAt, change });
      }
    }
    // Read again with rule ids, which the page does not have. Groups that were fixed since then are not reported.
    const observedAt = host.now();
    const withIds = await readGroups(
      ec2,
      { account, region },
      suspects.map((group) => group.id),
    );
    for (const group of withIds.values()) {
      const verdicts = judgeState({ group, lists }, judgeOptions(host)).filter(isDrift);
      host.memory.remember(group.id, verdicts.length > 0, observedAt);
      if (verdicts.length === 0) continue;
      drifting += 1;
      if (wasTold(verdicts, told.get(group.id))) continue;
      const explained = change ?? (await explainDrift(group.id, verdicts, lists, host, lookups++));
      host.writer.write(
        verdicts.map((verdict) =>
          explained ? verdict : { ...verdict, kind: 'drift-without-event' as const },
        ),
        { receivedAt: invocation.receivedAt, observedAt, change: explained },
      );
    }
    askedAt = host.now();
  }
  // The heartbeat proves that the schedule works, so only a scheduled sweep writes it.
  if (scheduled)
    host.writer.heartbeat({
      groups,
      drifting,
      durationMs: host.now() - startedAt,
      forged: lines.refused() || undefined,
    });
}

/** True if the same drift was reported. If it became a different one without an event, that one is reported too. */
function wasTold(verdicts: readonly Verdict[], told: Told | undefined): boolean {
  return told?.drifting === true && verdicts.every((verdict) => told.digests.includes(driftDigest(verdict)));
}

import { readGroups, readPrefixLists } from '../../../handler/read-groups.ts';
import type { CompiledBaseline } from '../../../src/core/baseline/baseline.ts';
import type { PrefixLists, SecurityGroup } from '../../../src/core/exposure/group.ts';
import type { IngressRule } from '../../../src/core/exposure/rule.ts';
import type { Finding } from '../../../src/core/finding/finding.ts';
import { prepareBaseline } from '../../../src/core/judge/evaluate.ts';
import { parseRecord } from '../../../src/core/record/parse-record.ts';
import type { FoundChange } from '../../../src/history/found-change.ts';
import { type Replayed, replay } from '../../../src/history/rehearsal/replay.ts';
import { SETTINGS, wrapped } from '../support.ts';
import { type Account, ec2Of } from './account.ts';
import { type ActingAccount, actingAccount, type Era } from './calls.ts';
import { lambda, standingClock } from './lambda.ts';
import type { Step } from './steps.ts';

/** Shortly before midnight, when an exception expires. */
const START = Date.parse('2026-03-02T23:50:00Z');

/** The groups and lists at one time. */
export interface Snapshot {
  groups: ReadonlyMap<string, SecurityGroup>;
  lists: PrefixLists;
}

export interface Played {
  changes: FoundChange[];
  /** The state before each change, by its event id. */
  before: Map<string, Snapshot>;
  /** The findings of the function, in this order. */
  log: Finding[];
  rehearsed: Replayed;
  unnamed: ActingAccount['unnamed'];
}

/** Makes the calls, and the function judges each one at once. Then rehearses them from the records. */
export async function play(
  first: Account,
  steps: readonly Step[],
  compiled: CompiledBaseline,
  era: Era,
): Promise<Played> {
  const account = actingAccount(first, era);
  const ec2 = ec2Of(account);
  const baseline = prepareBaseline(compiled);
  const look = async (): Promise<Snapshot> => {
    const groups = await readGroups(ec2, SETTINGS, [...account.groups.keys()]);
    return {
      groups,
      lists: await readPrefixLists(ec2, { groups: [...groups.values()], rules: usesOf(account) }, baseline),
    };
  };
  const clock = standingClock(START);
  const monitor = lambda({ ec2 }, baseline, clock);
  const changes: FoundChange[] = [];
  const before = new Map<string, Snapshot>();
  let at = START;
  for (const step of steps) {
    at += step.pause * 1_000;
    await clock.goTo(at);
    const snapshot = await look();
    const record = account.act(step, at);
    if (record === undefined) continue;
    const parsed = parseRecord(record);
    if (parsed.kind !== 'change') throw new Error(`not read as a change: ${JSON.stringify(record)}`);
    changes.push(parsed);
    before.set(parsed.change.eventId, snapshot);
    await monitor.invoke(wrapped(record), step.cold);
  }
  await clock.goTo(at + 3_600_000);
  if (monitor.failures.length > 0) throw monitor.failures[0];
  const now = await look();
  const rehearsed = replay({
    changes,
    groups: [...now.groups.values()],
    lists: now.lists,
    baseline,
    stack: SETTINGS.stack,
  });
  return { changes, before, log: monitor.log, rehearsed, unnamed: account.unnamed };
}

/** Returns a rule for each list, so that all of them are read. */
function usesOf({ lists }: Account): IngressRule[] {
  return [...lists.keys()].map((prefixListId) => ({
    protocols: { first: 6, last: 6 },
    ports: { first: 1, last: 1 },
    source: { kind: 'prefix-list', prefixListId },
  }));
}

import { parseRecord } from '../src/core/record/parse-record.ts';
import type { HandlerSettings } from '../src/core/settings.ts';
import { toSay } from '../src/core/words/say.ts';
import { handleApiCall } from './api-call.ts';
import { driftMemory } from './drift-memory.ts';
import { findingWriter } from './finding-writer.ts';
import type { Host, Invocation } from './host.ts';
import { incoming } from './incoming.ts';
import { judgeGroups } from './judge-groups.ts';
import { refusals } from './refusals.ts';
import { sweep } from './sweep.ts';
import { unreadableVerdict } from './verdicts.ts';

export type Monitor = (event: unknown, remainingMs: () => number) => Promise<void>;

/**
 * Creates the function that handles one event: it finds the groups that the event is about, reads and judges them
 * as they are now, and writes findings. An event that it can't read is a finding. Any other failure (throttling,
 * network, a missing permission) is thrown, so that Lambda retries and then sends the event to the dead-letter
 * queue.
 */
export function createMonitor(
  host: Omit<Host, 'writer' | 'memory' | 'refusals'> & { out(line: string): void },
): Monitor {
  const writer = findingWriter({
    settings: host.settings,
    now: host.now,
    out: host.out,
    events: () => host.aws.events(),
  });
  const full: Host = { ...host, writer, memory: driftMemory(), refusals: refusals(host.now) };
  const checksOfAll: number[] = [];

  return async (event, remainingMs) => {
    const invocation: Invocation = { receivedAt: host.now(), remainingMs };
    try {
      await route(event, full, invocation, checksOfAll);
    } finally {
      await writer.flush();
    }
  };
}

async function route(
  event: unknown,
  host: Host,
  invocation: Invocation,
  checksOfAll: number[],
): Promise<void> {
  const what = incoming(event);
  if (isElsewhere(event, host.settings)) return;
  switch (what.kind) {
    case 'api-call':
      return handleApiCall(parseRecord(event), what.record, host, invocation);
    case 'sweep':
      return sweep(host, invocation);
    case 'check-all':
      if (!mayCheckAll(checksOfAll, host, invocation)) return;
      return sweep(host, invocation, { scheduled: false });
    case 'check':
      await judgeGroups(what.groupIds, host, invocation, {});
      return;
    case 'config-item':
      await judgeGroups([what.groupId], host, invocation, {});
      return;
    case 'unreadable':
      host.writer.write([unreadableVerdict(what.reason)], { receivedAt: invocation.receivedAt });
  }
}

/**
 * Anyone with events:PutEvents can request a check of every group. Within a minute, an execution environment runs only
 * this many, and reports that it left out others.
 */
const MOST_CHECKS_OF_ALL = 5;

function mayCheckAll(earlier: number[], host: Host, { receivedAt }: Invocation): boolean {
  while (earlier[0] !== undefined && receivedAt - earlier[0] >= 60_000) earlier.shift();
  earlier.push(receivedAt);
  if (earlier.length > MOST_CHECKS_OF_ALL + 1) return false;
  if (earlier.length <= MOST_CHECKS_OF_ALL) return true;
  const reason = toSay('more checks of all groups were requested within a minute than the function runs');
  host.writer.write([unreadableVerdict(reason)], { receivedAt });
  return false;
}

/**
 * True for an event that another account or Region forwarded to this bus. Its groups are not in this stack's
 * Region, and its names can belong to other resources. IAM sends the events of all Regions from one Region.
 * Forwarded events keep their account. Source: EventBridge user guide, "Sending and receiving events between
 * accounts".
 */
function isElsewhere(event: unknown, { account, region }: HandlerSettings): boolean {
  if (typeof event !== 'object' || event === null) return false;
  const from = event as { source?: unknown; account?: unknown; region?: unknown };
  const isOther = (value: unknown, own: string) => typeof value === 'string' && value !== own;
  return isOther(from.account, account) || (isOther(from.region, region) && from.source !== 'aws.iam');
}

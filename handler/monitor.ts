import { parseRecord } from '../src/core/record/parse-record.ts';
import type { HandlerSettings } from '../src/core/settings.ts';
import { handleApiCall } from './api-call.ts';
import { driftMemory } from './drift-memory.ts';
import { findingWriter } from './finding-writer.ts';
import type { Host, Invocation } from './host.ts';
import { incoming } from './incoming.ts';
import { judgeGroups } from './judge-groups.ts';
import { sweep } from './sweep.ts';
import { unreadableVerdict } from './verdicts.ts';

export type Monitor = (event: unknown, remainingMs: () => number) => Promise<void>;

/**
 * Makes the function that takes one event: it finds the groups that the event is about, reads and judges
 * them as they are now, and writes findings. What can't be understood is a finding; what fails on the way
 * (throttling, network, a missing permission) is thrown, so that Lambda retries and then keeps the event
 * in the dead-letter queue.
 */
export function createMonitor(host: Omit<Host, 'writer' | 'memory'> & { out(line: string): void }): Monitor {
  const writer = findingWriter({
    settings: host.settings,
    now: host.now,
    out: host.out,
    events: () => host.aws.events(),
  });
  const full: Host = { ...host, writer, memory: driftMemory() };

  return async (event, remainingMs) => {
    const invocation: Invocation = { receivedAt: host.now(), remainingMs };
    try {
      await route(event, full, invocation);
    } finally {
      await writer.flush();
    }
  };
}

async function route(event: unknown, host: Host, invocation: Invocation): Promise<void> {
  const what = incoming(event);
  if (isElsewhere(event, host.settings)) return;
  switch (what.kind) {
    case 'api-call':
      return handleApiCall(parseRecord(event), what.record, host, invocation);
    case 'sweep':
      return sweep(host, invocation);
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
 * An event that another account or Region forwarded to this bus: its groups are not ours, and names like ours
 * mean other things there. IAM tells its events in one Region for all. Source: EventBridge user guide,
 * "Sending and receiving events between accounts": events keep their account.
 */
function isElsewhere(event: unknown, { account, region }: HandlerSettings): boolean {
  if (typeof event !== 'object' || event === null) return false;
  const from = event as { source?: unknown; account?: unknown; region?: unknown };
  const isOther = (value: unknown, own: string) => typeof value === 'string' && value !== own;
  return isOther(from.account, account) || (isOther(from.region, region) && from.source !== 'aws.iam');
}

import { toSay } from '../src/core/words/say.ts';

/** The kinds of event that reach the function, distinguished only by their envelope. */
export type Incoming =
  | { kind: 'api-call'; record: unknown }
  | { kind: 'sweep' }
  | { kind: 'check'; groupIds: string[] }
  | { kind: 'check-all' }
  | { kind: 'config-item'; groupId: string }
  | { kind: 'unreadable'; reason: string };

/** Anyone with events:PutEvents can request a check, and the function reads and reports each group. */
const MOST_CHECKED = 200;

const GROUP_ID = /^sg-[0-9a-f]{1,32}$/;

/**
 * Returns the kind of an event. Never throws: any other event is `unreadable`, with the reason in English for the
 * log.
 */
export function incoming(event: unknown): Incoming {
  if (!isObject(event)) return unreadable(toSay('the event is not an object'));
  const source = event.source;
  const detailType = event['detail-type'];
  const detail = event.detail;

  if (detailType === 'AWS API Call via CloudTrail') return { kind: 'api-call', record: detail };
  if (source === 'aws.events' && detailType === 'Scheduled Event') return { kind: 'sweep' };
  if (source === 'secgroup-monitor' && detailType === 'Check Security Group') return check(detail);
  if (source === 'aws.config' && detailType === 'Config Configuration Item Change') return configItem(detail);
  return unreadable(toSay('the event is not an API call, a schedule, a check or a configuration item'));
}

/** Reads `{groupIds: ["sg-…"]}` or `{groupId: "sg-…"}`. An empty detail requests a check of every group. */
function check(detail: unknown): Incoming {
  if (!isObject(detail)) return unreadable(toSay('a check needs a detail object'));
  const named = detail.groupIds ?? detail.groupId;
  if (named === undefined) return { kind: 'check-all' };
  const ids = Array.isArray(named) ? named : [named];
  if (!ids.every((id): id is string => typeof id === 'string' && GROUP_ID.test(id))) {
    return unreadable(toSay('groupIds of a check must contain group ids (sg-…)'));
  }
  const groupIds = [...new Set(ids)];
  if (groupIds.length > MOST_CHECKED) {
    return unreadable(
      `groupIds of a check can contain at most ${MOST_CHECKED} groups; to check all groups, send an empty detail`,
    );
  }
  return groupIds.length === 0 ? { kind: 'check-all' } : { kind: 'check', groupIds };
}

function configItem(detail: unknown): Incoming {
  const item = isObject(detail) && isObject(detail.configurationItem) ? detail.configurationItem : undefined;
  const id = item?.resourceId;
  if (item?.resourceType !== 'AWS::EC2::SecurityGroup' || typeof id !== 'string' || !GROUP_ID.test(id)) {
    return unreadable(toSay('the configuration item is not a security group'));
  }
  return { kind: 'config-item', groupId: id };
}

function unreadable(reason: string): Incoming {
  return { kind: 'unreadable', reason };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

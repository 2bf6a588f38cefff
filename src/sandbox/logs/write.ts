/** Writes log events from PutLogEvents, from Lambda's role, and from services. */

import { recordEmbedded } from '../cloudwatch/metrics.ts';
import { policyAllows } from '../policy/resource-policy.ts';
import { type Delivery, type SandboxWorld, undeliverable } from '../service.ts';
import { partitionOf } from '../values/arn.ts';
import { randomDelay } from '../values/random-delay.ts';
import type { LogStream } from './log-event.ts';
import { type LogGroup, type LogsState, logsOf, makeGroup } from './state.ts';

export function createStream(group: LogGroup, name: string, now: number): LogStream {
  const stream = { name, createdAt: now, storedBytes: 0 };
  group.streams.set(name, stream);
  return stream;
}

/** Appends events. Each one becomes visible after its own ingestion delay, so readers see them out of order. */
export function append(
  world: SandboxWorld,
  group: LogGroup,
  stream: LogStream,
  lines: readonly { timestamp: number; message: string }[],
): void {
  const now = world.now();
  const delay = world.timing.logIngestionMs;
  for (const { timestamp, message } of lines) {
    const visibleAt = now + (delay.max > 0 ? randomDelay(world, delay) : 0);
    const event = { timestamp, message, ingestionTime: now, visibleAt, seq: group.nextSeq++, stream };
    group.events.add(event);
    stream.firstEventTimestamp = Math.min(stream.firstEventTimestamp ?? timestamp, timestamp);
    stream.lastEventTimestamp = Math.max(stream.lastEventTimestamp ?? timestamp, timestamp);
    stream.storedBytes += message.length + 26;
    for (const listener of group.listeners) listener(event);
  }
  stream.lastIngestionTime = now;
}

type Target = Parameters<SandboxWorld['logs']['write']>[0];

/** The World's logs, to which Lambda functions and other services write. */
export function logsSlice(world: SandboxWorld): SandboxWorld['logs'] {
  return {
    write(target) {
      const state = logsOf(world, target.account, target.region);
      const denied = refusal(world, state, target);
      if (denied) return denied;
      let group = state.groups.get(target.group);
      if (!group) {
        // If the role can create groups, a late write recreates a deleted group, without retention.
        if (!mayDo(world, state, target, 'logs:CreateLogGroup')) {
          return undeliverable('ResourceNotFoundException', `The log group ${target.group} does not exist.`);
        }
        group = makeGroup(target.group, world.now());
        state.groups.set(group.name, group);
      }
      const stream = group.streams.get(target.stream) ?? createStream(group, target.stream, world.now());
      append(world, group, stream, target.lines);
      for (const { message } of target.lines) recordEmbedded(world, target, message);
      return { ok: true };
    },
  };
}

function refusal(world: SandboxWorld, state: LogsState, target: Target): Delivery | undefined {
  const actions = ['logs:PutLogEvents'];
  if (!state.groups.get(target.group)?.streams.has(target.stream)) actions.push('logs:CreateLogStream');
  const denied = actions.find((action) => !mayDo(world, state, target, action));
  if (denied === undefined) return undefined;
  return undeliverable(
    'AccessDeniedException',
    `${target.roleArn ?? target.via?.principal} is not authorized to perform ${denied} on ${target.group}.`,
  );
}

/**
 * A role needs its own policies, a service needs the account's resource policies, the sandbox itself needs
 * none.
 */
function mayDo(world: SandboxWorld, state: LogsState, target: Target, action: string): boolean {
  const prefix = `arn:${partitionOf(target.region)}:logs:${target.region}:${target.account}:log-group:${target.group}`;
  const resource = action === 'logs:PutLogEvents' ? `${prefix}:log-stream:${target.stream}` : `${prefix}:*`;
  const role =
    target.roleArn ?? (target.via?.principal.startsWith('arn:') ? target.via.principal : undefined);
  if (role !== undefined) return world.iam.roleAllows(role, { action, resource });
  const via = target.via;
  if (!via) return true;
  // EventBridge writes as two principals, without a source (its guide, "CloudWatch Logs permissions").
  const fromEvents = via.principal === 'events.amazonaws.com';
  const services = fromEvents ? [via.principal, 'delivery.logs.amazonaws.com'] : [via.principal];
  const conditions = fromEvents
    ? {}
    : { 'aws:SourceArn': via.sourceArn, 'aws:SourceAccount': target.account };
  return services.every((service) =>
    [...state.policies.values()].some((policy) =>
      policyAllows(policy.document, { requester: { service }, action, resource, conditions }),
    ),
  );
}

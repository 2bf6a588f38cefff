/**
 * Routes events to the upstream's rules. First it sends the event to the upstream's own bus. If that bus
 * refuses `aws.*` sources, as AWS does, it reads the rules from the upstream, matches them here, and reaches
 * their targets with the upstream's calls.
 */
import type { Rule, Target } from '@aws-sdk/client-eventbridge';
import { messageOf } from '../error-message.ts';
import { compilePattern } from '../events/pattern-compile.ts';
import { route } from '../events/route.ts';
import { type Bus, type LiveRule, makeBus } from '../events/state.ts';
import type { EventBridgeEvent, SandboxWorld } from '../service.ts';
import { memberOf } from '../values/json.ts';
import type { Asking, Connection } from './connection.ts';
import { reachTarget } from './reach-target.ts';
import type { Note, Upstream } from './upstream.ts';

/** The World's bus with an upstream. */
export function upstreamBus(upstream: Upstream): (world: SandboxWorld) => SandboxWorld['bus'] {
  return (world) => {
    let ownBus = false;
    const put = async (event: EventBridgeEvent) => {
      if (!ownBus && event.detail.readOnly !== true) {
        const refusal = await offer(upstream, event);
        if (refusal === undefined) return;
        ownBus = true;
        upstream.note(
          `The upstream's bus refuses events from ${event.source} (${refusal}). The sandbox matches the upstream's rules itself and calls their targets in the upstream.`,
        );
      }
      if (ownBus) route(world, await busOf(upstream, event), event, {});
    };
    return {
      put(event) {
        world.after(0, () => put(event));
      },
    };
  };
}

function asking({ identities }: Upstream, event: EventBridgeEvent): Asking {
  return { ...identities.actingIn(event.account), service: 'events', region: event.region };
}

/** Returns undefined if the upstream accepted it, otherwise the reason. */
async function offer(upstream: Upstream, event: EventBridgeEvent): Promise<string | undefined> {
  try {
    const answer = await upstream.connection.askJson(asking(upstream, event), 'AWSEvents.PutEvents', {
      Entries: [
        {
          Source: event.source,
          DetailType: event['detail-type'],
          Detail: JSON.stringify(event.detail),
          Resources: event.resources,
          Time: Date.parse(event.time) / 1000,
        },
      ],
    });
    const code = memberOf(memberOf(answer.Entries, '0'), 'ErrorCode');
    return typeof code === 'string' ? code : undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** Reads the upstream's current default bus. */
async function busOf(upstream: Upstream, event: EventBridgeEvent): Promise<Bus> {
  const { connection, note } = upstream;
  const as = asking(upstream, event);
  const bus = makeBus(event.account, event.region, 'default', 0);
  bus.reach = (job) => reachTarget(upstream, job);
  for (const rule of await all<Rule>(connection, as, 'ListRules', 'Rules', {})) {
    if (rule.EventPattern === undefined || rule.Name === undefined) continue;
    const targets = () => all<Target>(connection, as, 'ListTargetsByRule', 'Targets', { Rule: rule.Name });
    const live = await liveRule(rule, rule.EventPattern, targets, note);
    if (live) bus.live.set(rule.Name, live);
  }
  return bus;
}

async function liveRule(
  { Name: name = '', Arn: arn = '', State }: Rule,
  pattern: string,
  targets: () => Promise<Target[]>,
  note: Note,
): Promise<LiveRule | undefined> {
  const state = State ?? 'ENABLED';
  if (state === 'DISABLED') return undefined;
  try {
    return { name, arn, state, pattern: compilePattern(pattern), targets: await targets() };
  } catch (error) {
    note(`Rule ${name} is skipped: ${messageOf(error)}.`);
    return undefined;
  }
}

/** Returns all pages of a list. */
async function all<T>(
  connection: Connection,
  as: Asking,
  operation: string,
  member: string,
  input: object,
): Promise<T[]> {
  const items: T[] = [];
  let NextToken: unknown;
  do {
    const page = await connection.askJson(as, `AWSEvents.${operation}`, {
      ...input,
      ...(NextToken !== undefined && { NextToken }),
    });
    items.push(...((page[member] ?? []) as T[]));
    NextToken = page.NextToken || undefined;
  } while (NextToken !== undefined);
  return items;
}

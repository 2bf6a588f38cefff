/** Routes events from a bus to the targets of the rules that match. */
import type { EventBridgeEvent, SandboxWorld } from '../service.ts';
import { deliver } from './deliver.ts';
import { flattenEvent, matches } from './pattern.ts';
import { type Bus, busesOf, type DeliveryJob, type Hops, type LiveRule } from './state.ts';

/** The World's bus: services send their events to the default bus of the event's account and Region. */
export function busSlice(world: SandboxWorld): SandboxWorld['bus'] {
  return {
    put(event, busName = 'default') {
      const bus = busesOf(world, event.account, event.region).get(busName);
      if (bus) route(world, bus, event, {});
    },
  };
}

/** Matches an event against all rules of a bus and starts the deliveries. */
export function route(world: SandboxWorld, bus: Bus, event: EventBridgeEvent, hops: Hops): void {
  const flat = flattenEvent(event);
  const readOnly = isReadOnlyManagementEvent(event);
  const ingestedAt = world.now();
  for (const rule of bus.live.values()) {
    if (!takes(rule, readOnly) || !rule.pattern || !matches(rule.pattern, flat)) continue;
    for (const target of rule.targets) sendOut(world, { bus, rule, target, event, ingestedAt, hops });
  }
}

/** Starts a delivery. If the target is a bus, the event is routed again. */
export function sendOut(world: SandboxWorld, job: Omit<DeliveryJob, 'onward'>): void {
  deliver(world, { ...job, onward: (bus, hops) => route(world, bus, job.event, hops) });
}

/** EventBridge User Guide, "Receiving read-only management events from AWS services". */
function takes(rule: LiveRule, readOnly: boolean): boolean {
  if (rule.state === 'DISABLED') return false;
  return !readOnly || rule.state === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
}

function isReadOnlyManagementEvent(event: EventBridgeEvent): boolean {
  return (
    event['detail-type'].endsWith('via CloudTrail') &&
    event.detail.readOnly === true &&
    event.detail.managementEvent !== false
  );
}

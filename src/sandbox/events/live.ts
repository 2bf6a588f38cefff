/** Puts changes of rules into effect after a delay, and runs schedules. */

import type { SandboxWorld } from '../service.ts';
import { isoSeconds } from '../values/iso-time.ts';
import { uuid } from '../values/uuid.ts';
import { sendOut } from './route.ts';
import type { Bus, LiveRule } from './state.ts';

/** Call this after each change of a rule or its targets, and after its deletion. */
export function ruleChanged(world: SandboxWorld, bus: Bus, name: string): void {
  const rule = bus.rules.get(name);
  const next: LiveRule | undefined = rule && {
    name: rule.name,
    arn: rule.arn,
    state: rule.state,
    pattern: rule.pattern,
    schedule: rule.schedule,
    targets: [...rule.targets.values()],
  };
  const takeEffect = () => {
    const before = bus.live.get(name);
    if (!next) {
      bus.live.delete(name);
      return;
    }
    bus.live.set(name, next);
    if (!next.schedule || next.state === 'DISABLED') return;
    // If only the targets change, the schedule must not restart.
    if (before?.clock && before.schedule === next.schedule) {
      next.clock = before.clock;
    } else {
      next.clock = {};
      scheduleNext(world, bus, next, world.now());
    }
  };
  if (world.timing.ruleEffectMs <= 0) takeEffect();
  else world.after(world.timing.ruleEffectMs, takeEffect);
}

/** Node's timers are limited to 31 bits, so longer waits take several timers. */
const MAX_WAIT_MS = 3_600_000;

function scheduleNext(world: SandboxWorld, bus: Bus, rule: LiveRule, from: number): void {
  const { clock } = rule;
  const schedule = rule.schedule!;
  const minuteMs = world.timing.scheduleMinuteMs ?? 60_000;
  const at =
    schedule.rateMinutes === undefined ? schedule.next(from) : from + schedule.rateMinutes * minuteMs;
  if (at === undefined) return;
  const wait = () => {
    world.after(Math.max(0, Math.min(at - world.now(), MAX_WAIT_MS)), () => {
      const live = bus.live.get(rule.name);
      if (live?.clock === undefined || live.clock !== clock) return;
      if (world.now() < at) {
        wait();
        return;
      }
      fire(world, bus, live, at);
      scheduleNext(world, bus, live, at);
    });
  };
  wait();
}

function fire(world: SandboxWorld, bus: Bus, rule: LiveRule, at: number): void {
  const event = {
    version: '0' as const,
    id: uuid(world),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: bus.account,
    time: isoSeconds(at),
    region: bus.region,
    resources: [rule.arn],
    detail: {},
  };
  for (const target of rule.targets) sendOut(world, { bus, rule, target, event, ingestedAt: at, hops: {} });
}

/** What EventBridge keeps per account and Region. */
import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError, type Call, type Delivery, type EventBridgeEvent, type SandboxWorld } from '../service.ts';
import { parseArn, partitionOf } from '../values/arn.ts';
import type { CompiledPattern } from './pattern.ts';
import type { Schedule } from './schedule.ts';

export type RuleState = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

export interface BusRule {
  name: string;
  arn: string;
  busName: string;
  state: RuleState;
  eventPattern?: string | undefined;
  scheduleExpression?: string | undefined;
  description?: string | undefined;
  roleArn?: string | undefined;
  createdBy: string;
  tags: Map<string, string>;
  targets: Map<string, Target>;
  /** The parsed forms of eventPattern and scheduleExpression. */
  pattern?: CompiledPattern | undefined;
  schedule?: Schedule | undefined;
}

/** A rule as it works now; changes to the Rule arrive here after timing.ruleEffectMs. */
export interface LiveRule {
  name: string;
  arn: string;
  state: RuleState;
  pattern?: CompiledPattern | undefined;
  schedule?: Schedule | undefined;
  targets: readonly Target[];
  /** Stands for the running schedule; a schedule that finds another one here ends. */
  clock?: object | undefined;
}

export interface Bus {
  name: string;
  arn: string;
  account: string;
  region: string;
  description?: string | undefined;
  createdAt: number;
  modifiedAt: number;
  /** JSON text. */
  policy?: string | undefined;
  tags: Map<string, string>;
  rules: Map<string, BusRule>;
  live: Map<string, LiveRule>;
  /** How its events get to targets that are elsewhere. Default: they are in this sandbox. */
  reach?: ((job: DeliveryJob) => Promise<Delivery>) | undefined;
}

/** How far an event has come over bus targets: neither accounts nor Regions can be crossed twice. */
export interface Hops {
  account?: boolean;
  region?: boolean;
}

/** An event on its way to one target. */
export interface DeliveryJob {
  bus: Bus;
  rule: LiveRule;
  target: Target;
  event: EventBridgeEvent;
  /** When the bus took the event, epoch ms. */
  ingestedAt: number;
  hops: Hops;
  /** Puts the event on another bus: what happens at a target that is one. */
  onward(bus: Bus, hops: Hops): void;
}

/** Buses of one account and Region, by name; `default` is always there. */
export type Buses = Map<string, Bus>;

export function busesOf(world: SandboxWorld, account: string, region: string): Buses {
  return world.state<Buses>('events', account, region, () => {
    const fallback = makeBus(account, region, 'default', world.now());
    return new Map([[fallback.name, fallback]]);
  });
}

export function makeBus(account: string, region: string, name: string, now: number): Bus {
  return {
    name,
    arn: `arn:${partitionOf(region)}:events:${region}:${account}:event-bus/${name}`,
    account,
    region,
    createdAt: now,
    modifiedAt: now,
    tags: new Map(),
    rules: new Map(),
    live: new Map(),
  };
}

/** The name in `EventBusName`, which may be an ARN. */
export function busNameOf(nameOrArn: string | undefined): string {
  if (nameOrArn === undefined) return 'default';
  return parseArn(nameOrArn)?.resource.replace(/^event-bus\//, '') ?? nameOrArn;
}

export function findBus(
  world: SandboxWorld,
  call: Pick<Call, 'account' | 'region'>,
  nameOrArn: string | undefined,
): Bus {
  const name = busNameOf(nameOrArn);
  const bus = busesOf(world, call.account, call.region).get(name);
  if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
  return bus;
}

export function findRule(bus: Bus, name: string | undefined): BusRule {
  const rule = bus.rules.get(name ?? '');
  if (!rule) {
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
  }
  return rule;
}

export function ruleArn(account: string, region: string, busName: string, name: string): string {
  const resource = busName === 'default' ? `rule/${name}` : `rule/${busName}/${name}`;
  return `arn:${partitionOf(region)}:events:${region}:${account}:${resource}`;
}

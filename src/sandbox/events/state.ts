/** EventBridge's state per account and Region. */
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
  /** The parsed eventPattern and scheduleExpression. */
  pattern?: CompiledPattern | undefined;
  schedule?: Schedule | undefined;
}

/** A rule in its effective form. Changes of the Rule take effect here after timing.ruleEffectMs. */
export interface LiveRule {
  name: string;
  arn: string;
  state: RuleState;
  pattern?: CompiledPattern | undefined;
  schedule?: Schedule | undefined;
  targets: readonly Target[];
  /** Identifies the running schedule. A schedule stops if it finds another identity here. */
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
  /** How events reach targets that are elsewhere. Default: targets are in this sandbox. */
  reach?: ((job: DeliveryJob) => Promise<Delivery>) | undefined;
}

/** What an event has crossed on its way over bus targets. It cannot cross accounts or Regions twice. */
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
  /** Time at which the bus received the event, epoch ms. */
  ingestedAt: number;
  hops: Hops;
  /** Puts the event on another bus, for a target that is a bus. */
  onward(bus: Bus, hops: Hops): void;
}

/** Buses of one account and Region, by name. `default` always exists. */
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

/** Returns the name from `EventBusName`, which can be an ARN. */
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

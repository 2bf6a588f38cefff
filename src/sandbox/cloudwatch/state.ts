import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';

/** One value of a metric. */
interface Point {
  /** Epoch ms. */
  at: number;
  value: number;
}

export interface MetricName {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface Alarm {
  name: string;
  arn: string;
  description: string | undefined;
  metric: MetricName;
  statistic: MetricAlarm['Statistic'];
  /** Seconds. */
  period: number;
  evaluationPeriods: number;
  datapointsToAlarm: number | undefined;
  threshold: number;
  comparison: MetricAlarm['ComparisonOperator'];
  missing: string;
  actionsEnabled: boolean;
  actions: string[];
  state: AlarmState;
  reason: string;
  /** Epoch ms of the last change of the state. */
  stateSince: number;
  updated: number;
  tags: Map<string, string>;
}

export interface CloudwatchState {
  alarms: Map<string, Alarm>;
  dashboards: Map<string, string>;
  /** Values by metric, oldest first. */
  points: Map<string, Point[]>;
}

/** How long values are kept, in ms: the longest time that an alarm can evaluate (PutMetricAlarm, Period). */
const KEPT_MS = 7 * 86_400_000;

export function cloudwatchState(world: SandboxWorld, account: string, region: string): CloudwatchState {
  return world.state<CloudwatchState>('monitoring', account, region, () => ({
    alarms: new Map(),
    dashboards: new Map(),
    points: new Map(),
  }));
}

export function metricKey({ namespace, name, dimensions }: MetricName): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

/** Adds a value to a metric. */
export function addPoint(state: CloudwatchState, metric: MetricName, value: number, at: number): void {
  const key = metricKey(metric);
  const known = (state.points.get(key) ?? []).filter((point) => point.at > at - KEPT_MS);
  state.points.set(key, [...known, { at, value }]);
}

export function alarmByArn(world: SandboxWorld, arn: string | undefined, call: Call): Alarm {
  const { alarms } = cloudwatchState(world, call.account, call.region);
  const found = [...alarms.values()].find((alarm) => alarm.arn === arn);
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `Unknown resource ${arn}`, 404);
  return found;
}

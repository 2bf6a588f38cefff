import type { SandboxWorld } from '../service.ts';
import { queueByArn } from '../sqs/state.ts';
import { partitionOf } from '../values/arn.ts';
import { type Alarm, type AlarmState, type CloudwatchState, metricKey } from './state.ts';

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  SampleCount: (values) => values.length,
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
};

interface Place {
  account: string;
  region: string;
}

/**
 * Returns the state of an alarm now. Source: CloudWatch user guide, "Evaluating an alarm" and "Configuring how alarms
 * treat missing data". The periods end now, while CloudWatch's end at full minutes.
 */
export function evaluate(
  world: SandboxWorld,
  state: CloudwatchState,
  alarm: Alarm,
  place: Place,
): { state: AlarmState; reason: string } {
  const values = pointsOf(world, state, alarm, place);
  const length = alarm.period * 1000;
  const periods = Array.from({ length: alarm.evaluationPeriods }, (_, index) => {
    const end = world.now() - index * length;
    return values.filter(({ at }) => at > end - length && at <= end).map(({ value }) => value);
  });
  const compare = COMPARISONS[alarm.comparison ?? ''] ?? (() => false);
  const summary = STATISTICS[alarm.statistic ?? ''] ?? (() => 0);
  const judged = periods.map((inside) => {
    if (inside.length > 0) return compare(summary(inside), alarm.threshold);
    if (alarm.missing === 'breaching') return true;
    return alarm.missing === 'notBreaching' ? false : undefined;
  });
  const known = judged.filter((one) => one !== undefined);
  if (known.length === 0) {
    if (alarm.missing === 'ignore') return { state: alarm.state, reason: alarm.reason };
    return { state: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: no datapoints were received.' };
  }
  const breaching = known.filter(Boolean).length;
  const needed = alarm.datapointsToAlarm ?? alarm.evaluationPeriods;
  return breaching >= needed
    ? {
        state: 'ALARM',
        reason: `Threshold Crossed: ${breaching} of ${known.length} datapoints were breaching.`,
      }
    : {
        state: 'OK',
        reason: `Threshold Crossed: ${known.length - breaching} of ${known.length} datapoints were not breaching.`,
      };
}

/** A queue's depth is its depth now; other metrics are what was recorded. */
function pointsOf(
  world: SandboxWorld,
  state: CloudwatchState,
  { metric }: Alarm,
  { account, region }: Place,
): { at: number; value: number }[] {
  if (metric.namespace !== 'AWS/SQS') return state.points.get(metricKey(metric)) ?? [];
  const arn = `arn:${partitionOf(region)}:sqs:${region}:${account}:${metric.dimensions.QueueName}`;
  const now = world.now();
  const depth = queueByArn(world, arn)?.messages.filter(({ visibleAt }) => visibleAt <= now).length;
  return depth === undefined ? [] : [{ at: now, value: depth }];
}

/** Evaluates an alarm. If its state changes, sends the actions of the new state. */
export function refresh(world: SandboxWorld, state: CloudwatchState, alarm: Alarm, place: Place): void {
  const next = evaluate(world, state, alarm, place);
  if (next.state !== alarm.state) enter(world, alarm, next, place);
}

/** Source of the message: CloudWatch user guide, "Amazon SNS notifications schema". */
export function enter(
  world: SandboxWorld,
  alarm: Alarm,
  next: { state: AlarmState; reason: string },
  { account, region }: Place,
): void {
  const old = alarm.state;
  Object.assign(alarm, { ...next, stateSince: world.now() });
  if (!alarm.actionsEnabled || next.state !== 'ALARM') return;
  const message = JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: account,
    NewStateValue: next.state,
    NewStateReason: next.reason,
    StateChangeTime: new Date(world.now()).toISOString(),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: old,
  });
  const via = { principal: 'cloudwatch.amazonaws.com', sourceArn: alarm.arn };
  for (const arn of alarm.actions) if (arn.includes(':sns:')) world.sns.publish(arn, message, via);
}

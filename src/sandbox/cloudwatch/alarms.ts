import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type { OperationTable } from '../operations.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { addTags, removeTags, tagList, tagMap } from '../values/tags.ts';
import { enter, refresh } from './evaluate.ts';
import { type Alarm, alarmByArn, cloudwatchState } from './state.ts';

/** How often CloudWatch evaluates an alarm, in ms. */
const EVALUATION_MS = 60_000;

/** Alarms of one metric, with a fixed threshold. */
export const alarmOperations: OperationTable<typeof CloudWatch> = {
  PutMetricAlarm(world, input, call) {
    const state = cloudwatchState(world, call.account, call.region);
    const name = input.AlarmName ?? '';
    const known = state.alarms.get(name);
    const alarm = alarmOf(world, input, call, known);
    state.alarms.set(name, alarm);
    world.after(0, () => refresh(world, state, alarm, call));
    if (known === undefined) keepEvaluating(world, name, call);
    return {};
  },

  DescribeAlarms(world, input, call) {
    const state = cloudwatchState(world, call.account, call.region);
    const { AlarmNames, AlarmNamePrefix = '', StateValue } = input;
    const found = [...state.alarms.values()].filter(({ name }) =>
      AlarmNames === undefined ? name.startsWith(AlarmNamePrefix) : AlarmNames.includes(name),
    );
    for (const alarm of found) refresh(world, state, alarm, call);
    const shown = found.filter((alarm) => StateValue === undefined || alarm.state === StateValue);
    return { MetricAlarms: shown.map(describe), CompositeAlarms: [] };
  },

  DeleteAlarms(world, input, call) {
    const { alarms } = cloudwatchState(world, call.account, call.region);
    const missing = input.AlarmNames?.find((name) => !alarms.has(name));
    if (missing !== undefined)
      throw new AwsError('ResourceNotFound', `Alarm ${missing} does not exist.`, 404);
    for (const name of input.AlarmNames ?? []) alarms.delete(name);
    return {};
  },

  SetAlarmState(world, input, call) {
    const { alarms } = cloudwatchState(world, call.account, call.region);
    const alarm = alarms.get(input.AlarmName ?? '');
    if (alarm === undefined) throw new AwsError('ResourceNotFound', 'Unknown alarm', 404);
    const next = input.StateValue ?? 'OK';
    if (next !== alarm.state) enter(world, alarm, { state: next, reason: input.StateReason ?? '' }, call);
    return {};
  },

  DisableAlarmActions(world, input, call) {
    const { alarms } = cloudwatchState(world, call.account, call.region);
    for (const name of input.AlarmNames ?? [])
      Object.assign(alarms.get(name) ?? {}, { actionsEnabled: false });
    return {};
  },

  EnableAlarmActions(world, input, call) {
    const { alarms } = cloudwatchState(world, call.account, call.region);
    for (const name of input.AlarmNames ?? [])
      Object.assign(alarms.get(name) ?? {}, { actionsEnabled: true });
    return {};
  },

  ListTagsForResource(world, input, call) {
    return { Tags: tagList(alarmByArn(world, input.ResourceARN, call).tags) };
  },

  TagResource(world, input, call) {
    addTags(alarmByArn(world, input.ResourceARN, call).tags, input.Tags);
    return {};
  },

  UntagResource(world, input, call) {
    removeTags(alarmByArn(world, input.ResourceARN, call).tags, input.TagKeys);
    return {};
  },
};

/** Limits of PutMetricAlarm (API reference): Period, EvaluationPeriods. */
const HOUR = 3600;
const DAY = 24 * HOUR;

/** The tags of an alarm that exists stay: the call ignores its own (PutMetricAlarm, Tags). */
function alarmOf(
  world: SandboxWorld,
  input: Parameters<NonNullable<(typeof alarmOperations)['PutMetricAlarm']>>[1],
  call: Call,
  known: Alarm | undefined,
): Alarm {
  const { AlarmName: name = '', Period: period = 60, EvaluationPeriods: evaluationPeriods = 1 } = input;
  const most = period < HOUR ? DAY : 7 * DAY;
  if (![10, 20, 30].includes(period) && period % 60 !== 0)
    throw new AwsError('ValidationError', 'Period must be 10, 20, 30 or a multiple of 60');
  if (period * evaluationPeriods > most)
    throw new AwsError('ValidationError', `Metrics cannot be checked across more than ${most} seconds`);
  const now = world.now();
  return {
    name,
    arn: `arn:${call.partition}:cloudwatch:${call.region}:${call.account}:alarm:${name}`,
    description: input.AlarmDescription,
    metric: {
      namespace: input.Namespace ?? '',
      name: input.MetricName ?? '',
      dimensions: Object.fromEntries(
        (input.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
      ),
    },
    statistic: input.Statistic ?? 'Average',
    period,
    evaluationPeriods,
    datapointsToAlarm: input.DatapointsToAlarm,
    threshold: input.Threshold ?? 0,
    comparison: input.ComparisonOperator,
    missing: input.TreatMissingData ?? 'missing',
    actionsEnabled: input.ActionsEnabled ?? true,
    actions: input.AlarmActions ?? [],
    state: known?.state ?? 'INSUFFICIENT_DATA',
    reason: known?.reason ?? 'Unchecked: Initial alarm creation',
    stateSince: known?.stateSince ?? now,
    updated: now,
    tags: known?.tags ?? tagMap(input.Tags),
  };
}

function keepEvaluating(world: SandboxWorld, name: string, call: Call): void {
  world.after(EVALUATION_MS, () => {
    const state = cloudwatchState(world, call.account, call.region);
    const alarm = state.alarms.get(name);
    if (alarm === undefined) return;
    refresh(world, state, alarm, call);
    keepEvaluating(world, name, call);
  });
}

function describe(alarm: Alarm): CloudWatch.MetricAlarm {
  const { metric } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.updated),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [],
    AlarmActions: alarm.actions,
    InsufficientDataActions: [],
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateUpdatedTimestamp: new Date(alarm.stateSince),
    MetricName: metric.name,
    Namespace: metric.namespace,
    Statistic: alarm.statistic,
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.missing,
  };
}

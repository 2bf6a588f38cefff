import type { MetricAlarm } from '../../aws/services/cloudwatch.ts';
import { unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { ownership } from '../ownership.ts';
import { HEARTBEAT_METRIC } from '../plan/alarms.ts';
import { type AlarmProps, idOf, type ResourceOf } from '../plan/resource.ts';
import { ALARMS, STACK_TAG } from '../stack.ts';
import { type KindOf, missingTags, type ResourceDifference, sameJson, tagReason } from './kind.ts';

const GONE = ['ResourceNotFound', 'ResourceNotFoundException'];

/** The CloudWatch alarms that watch the monitor itself. */
export const alarm: KindOf<'alarm'> = {
  kind: 'alarm',
  calls: { create: ['cloudwatch:PutMetricAlarm'], remove: ['cloudwatch:DeleteAlarms'] },

  async read(host) {
    const cloudwatch = await host.aws.cloudwatch();
    const AlarmNames = ALARMS.map((purpose) => `${host.names.rulePrefix}${purpose}`);
    const { MetricAlarms = [] } = await cloudwatch.describeAlarms({
      AlarmNames,
      AlarmTypes: ['MetricAlarm'],
    });
    const read = await Promise.all(
      MetricAlarms.map(async (found) => {
        const tags = await unlessCode(
          cloudwatch.listTagsForResource({ ResourceARN: found.AlarmArn }),
          ...GONE,
        );
        return tags === undefined ? [] : [{ found, tags: tags.Tags ?? [] }];
      }),
    );
    return read.flat().map(({ found, tags: list }) => {
      const name = found.AlarmName ?? '';
      const tags = Object.fromEntries(list.map(({ Key = '', Value = '' }) => [Key, Value]));
      return {
        id: idOf('alarm', name),
        kind: 'alarm',
        name,
        ...ownership(host, tags, undefined),
        props: { ...propsOf(found), tags },
        facts: {
          arn: found.AlarmArn,
          owner: tags[STACK_TAG],
          state: found.StateValue,
          reason: found.StateReason,
        },
      };
    });
  },

  diff(wanted, actual) {
    const differences: ResourceDifference[] = [];
    const { tags, ...settings } = wanted.props;
    const known = new Map<string, unknown>(Object.entries(actual.props));
    const wrong = Object.entries(settings)
      .filter(([key, value]) => !sameJson(value, known.get(key)))
      .map(([key]) => key);
    if (wrong.length > 0) {
      differences.push({
        reason: say`settings differ (${wrong.join(', ')})`,
        calls: ['cloudwatch:PutMetricAlarm'],
      });
    }
    const missing = missingTags(tags, actual.props.tags);
    if (missing.length > 0)
      differences.push({ reason: tagReason(missing), calls: ['cloudwatch:TagResource'] });
    return differences;
  },

  async create(wanted, host) {
    const cloudwatch = await host.aws.cloudwatch();
    const { namespace, metric, dimensions } = wanted.props;
    // Without it the alarm would go off before the first sweep.
    if (metric === HEARTBEAT_METRIC.metric) {
      const beat = { MetricName: metric, Dimensions: pairs(dimensions), Value: 1 };
      await cloudwatch.putMetricData({ Namespace: namespace, MetricData: [beat] });
    }
    await cloudwatch.putMetricAlarm({ ...alarmRequest(wanted), Tags: tagList(wanted.props.tags) });
  },

  async update(wanted, actual, host) {
    const cloudwatch = await host.aws.cloudwatch();
    const { tags, ...settings } = wanted.props;
    const { tags: _, ...known } = actual.props;
    if (!sameJson(settings, known)) await cloudwatch.putMetricAlarm(alarmRequest(wanted));
    const missing = missingTags(tags, actual.props.tags);
    if (missing.length > 0) {
      const ResourceARN = String(actual.facts.arn);
      await cloudwatch.tagResource({ ResourceARN, Tags: tagList(Object.fromEntries(missing)) });
    }
  },

  async remove(actual, host) {
    const cloudwatch = await host.aws.cloudwatch();
    await unlessCode(cloudwatch.deleteAlarms({ AlarmNames: [actual.name] }), ...GONE);
  },
};

/** The request of PutMetricAlarm, without tags. */
export function alarmRequest({ name, props }: ResourceOf<'alarm'>) {
  return {
    AlarmName: name,
    AlarmDescription: props.description,
    ActionsEnabled: props.enabled,
    AlarmActions: props.actions,
    Namespace: props.namespace,
    MetricName: props.metric,
    Dimensions: pairs(props.dimensions),
    Statistic: props.statistic,
    Period: props.periodSeconds,
    EvaluationPeriods: props.evaluationPeriods,
    Threshold: props.threshold,
    ComparisonOperator: props.comparison,
    TreatMissingData: props.treatMissingData,
  };
}

function propsOf(found: MetricAlarm): Partial<AlarmProps> {
  return {
    description: found.AlarmDescription ?? '',
    enabled: found.ActionsEnabled ?? false,
    actions: [...(found.AlarmActions ?? [])].sort(),
    namespace: found.Namespace ?? '',
    metric: found.MetricName ?? '',
    dimensions: Object.fromEntries(
      (found.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
    ),
    statistic: found.Statistic,
    periodSeconds: found.Period ?? 0,
    evaluationPeriods: found.EvaluationPeriods ?? 0,
    threshold: found.Threshold ?? Number.NaN,
    comparison: found.ComparisonOperator,
    treatMissingData: found.TreatMissingData ?? 'missing',
  };
}

function pairs(dimensions: Record<string, string>): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

function tagList(tags: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

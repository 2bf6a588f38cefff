import { alarmTopics, type InstallSettings } from '../install/install-settings.ts';
import { type ALARMS, arnOf, type CallerIdentity, type StackNames } from '../stack.ts';
import { HEARTBEAT_GRACE_MS, sweepIntervalMs } from '../sweep-interval.ts';
import type { AlarmProps, ResourceTags } from './resource.ts';

/** The namespace and the metric of the heartbeat, which the function writes to its log. */
export const HEARTBEAT_METRIC = { namespace: 'SecgroupMonitor', metric: 'heartbeat' } as const;

const MINUTE = 60;
const DAY = 86_400;
/** An alarm evaluates at most seven days (PutMetricAlarm, Period). */
const MOST_DAYS = 7;

export type AlarmPurpose = (typeof ALARMS)[number];

/** Pure. Returns the alarms of a stack by purpose. */
export function alarmsOf(
  names: StackNames,
  settings: InstallSettings,
  tags: ResourceTags,
): Partial<Record<AlarmPurpose, AlarmProps>> {
  if (!settings.alarms) return {};
  const common = {
    comparison: 'GreaterThanThreshold',
    threshold: 0,
    treatMissingData: 'notBreaching',
    evaluationPeriods: 1,
    enabled: true,
    actions: alarmTopics(settings).sort(),
    tags,
  } as const;
  const ofFunction = {
    ...common,
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: names.function },
    statistic: 'Sum',
    periodSeconds: 5 * MINUTE,
  } as const;
  const heartbeat = heartbeatWindow(settings.sweep);
  const place = `--stack ${names.stack} --region ${names.region}`;
  return {
    ...(heartbeat === undefined
      ? {}
      : {
          heartbeat: {
            ...common,
            ...HEARTBEAT_METRIC,
            ...heartbeat,
            description: `No sweep of ${names.function} has succeeded in time. Run: secgroup-monitor status ${place}`,
            dimensions: { stack: names.stack },
            statistic: 'Sum',
            threshold: 1,
            comparison: 'LessThanThreshold',
            treatMissingData: 'breaching',
          },
        }),
    'failed-events': {
      ...common,
      description: `Events could not be delivered or handled. Run: secgroup-monitor redrive ${place}`,
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: names.queue },
      statistic: 'Maximum',
      periodSeconds: 5 * MINUTE,
    },
    errors: {
      ...ofFunction,
      description: `The function ${names.function} fails. Run: secgroup-monitor logs --kind error ${place}`,
      metric: 'Errors',
    },
    throttles: {
      ...ofFunction,
      description: `The function ${names.function} has no free capacity, so events wait.`,
      metric: 'Throttles',
    },
  };
}

/**
 * The time in which a heartbeat must arrive: one interval of the sweep, and what status grants in addition. Undefined if
 * no alarm can look back so far. A schedule with cron has a heartbeat in each week at least.
 */
function heartbeatWindow(sweep: string): Pick<AlarmProps, 'periodSeconds' | 'evaluationPeriods'> | undefined {
  const interval = sweepIntervalMs(sweep);
  if (interval === undefined) return undefined;
  if (sweep.startsWith('cron')) return { periodSeconds: DAY, evaluationPeriods: MOST_DAYS };
  const seconds = Math.ceil((interval + HEARTBEAT_GRACE_MS) / 60_000) * MINUTE;
  if (seconds <= DAY) return { periodSeconds: seconds, evaluationPeriods: 1 };
  const days = Math.ceil(seconds / DAY);
  return days > MOST_DAYS ? undefined : { periodSeconds: DAY, evaluationPeriods: days };
}

/** Pure. Returns the body of the dashboard, with the alarms, the findings by severity and the time to a finding. */
export function dashboardBody(
  names: StackNames,
  settings: InstallSettings,
  identity: CallerIdentity,
): string {
  const alarms = Object.keys(alarmsOf(names, settings, {})).map((purpose) =>
    arnOf(identity, 'cloudwatch', `alarm:${names.rulePrefix}${purpose}`),
  );
  const { region, stack } = names;
  const graph = (x: number, title: string, metrics: unknown[], stat: string) => ({
    type: 'metric',
    x,
    y: 3,
    width: 8,
    height: 6,
    properties: { region, title, metrics, stat, period: 300, view: 'timeSeries' },
  });
  const search = `SEARCH('{SecgroupMonitor,stack,severity} stack="${stack}" MetricName="findings"', 'Sum', 300)`;
  return JSON.stringify({
    widgets: [
      {
        type: alarms.length > 0 ? 'alarm' : 'text',
        x: 0,
        y: 0,
        width: 24,
        height: 3,
        properties:
          alarms.length > 0
            ? { title: `secgroup-monitor ${stack}`, alarms }
            : { markdown: `# secgroup-monitor ${stack}` },
      },
      graph(0, 'Findings by severity', [[{ expression: search, id: 'findings' }]], 'Sum'),
      graph(8, 'Time to a finding', [['SecgroupMonitor', 'latencyMs', 'stack', stack]], 'p90'),
      graph(
        16,
        'Function',
        [
          ['AWS/Lambda', 'Invocations', 'FunctionName', names.function],
          ['AWS/Lambda', 'Errors', 'FunctionName', names.function],
        ],
        'Sum',
      ),
    ],
  });
}

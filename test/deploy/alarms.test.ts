// Covers src/deploy/kinds/alarm.ts, src/deploy/kinds/dashboard.ts, src/deploy/plan/alarms.ts,
// src/deploy/status/alarms-hop.ts, src/deploy/sweep-interval.ts, src/sandbox/cloudwatch/*.ts.
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/deploy/install/install-settings.ts';
import { alarmsOf } from '../../src/deploy/plan/alarms.ts';
import { stackNames } from '../../src/deploy/stack.ts';
import { walkHops } from '../../src/deploy/status/hops.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { timings } from '../../src/sandbox/timing.ts';
import { furnish } from '../faults/harness.ts';
import { eventually } from '../support/eventually.ts';
import { run } from '../support/run.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';
import { EMPTY_HANDLER, install, teardown, withDeploy } from './support.ts';

const ACCOUNT = '111122223333';
const STACK = 'secgroup-monitor';
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:mail`;
const HERE = `--stack ${STACK} --region eu-west-1`;
const NAMES = ['errors', 'failed-events', 'heartbeat', 'throttles'].map((purpose) => `${STACK}-${purpose}`);

async function account() {
  const never = 2 ** 31 - 1;
  const sandbox = await testSandbox({
    timing: { ...timings.instant, cloudTrailDelayMs: { min: never, max: never } },
  });
  furnish('update', sandbox, ACCOUNT);
  const config = clientConfig(sandbox, ACCOUNT);
  return { sandbox, cloudwatch: new CloudWatch(config), sns: new SNS(config), sqs: new SQS(config) };
}

const hop = async (sandbox: Sandbox) => {
  const { hops } = await withDeploy({ sandbox }, (context) =>
    walkHops({ stack: STACK, handlerCode: EMPTY_HANDLER }, context),
  );
  return hops.find((one) => one.hop === 'alarms');
};

const allow = (principal: string, action: string, resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: action, Resource: resource }],
  });

describe('a stack with alarms', () => {
  it('is healthy before the first sweep, and is removed with them', async () => {
    const { sandbox, cloudwatch } = await account();
    await using _ = sandbox;
    await install({ sandbox });
    const { MetricAlarms = [] } = await cloudwatch.describeAlarms({});
    expect(MetricAlarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(NAMES);
    expect(MetricAlarms.filter(({ StateValue }) => StateValue === 'ALARM')).toEqual([]);
    expect(await hop(sandbox)).toEqual({
      hop: 'alarms',
      ok: true,
      detail: '4 alarms, none goes off; they notify nobody, because --notify has no SNS topic',
    });
    await teardown({ sandbox });
    expect((await cloudwatch.describeAlarms({})).MetricAlarms).toEqual([]);
  });

  it('keeps --no-alarms in later installs, until --alarms', async () => {
    const { sandbox, cloudwatch } = await account();
    await using _ = sandbox;
    const names = async () => (await cloudwatch.describeAlarms({})).MetricAlarms?.length;
    await install({ sandbox }, { request: { alarms: false } });
    expect([await names(), await hop(sandbox)]).toEqual([0, undefined]);
    await install({ sandbox });
    expect(await names()).toBe(0);
    await install({ sandbox }, { request: { alarms: true } });
    expect(await names()).toBe(4);
    await install({ sandbox }, { request: { alarms: false } });
    expect(await names()).toBe(0);
  });

  it.each<[string, (cloudwatch: CloudWatch) => Promise<unknown>, string]>([
    ['is deleted', (c) => c.deleteAlarms({ AlarmNames: [`${STACK}-heartbeat`] }), 'is missing'],
    [
      'is muted',
      (c) => c.disableAlarmActions({ AlarmNames: [`${STACK}-errors`] }),
      'settings differ (enabled)',
    ],
    [
      'gets another threshold',
      async (c) => {
        const { MetricAlarms } = await c.describeAlarms({ AlarmNames: [`${STACK}-failed-events`] });
        const { AlarmName, Namespace, MetricName, ...rest } = MetricAlarms![0]!;
        await c.putMetricAlarm({
          ...rest,
          AlarmName: AlarmName!,
          Namespace,
          MetricName,
          EvaluationPeriods: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: 1_000_000,
        });
      },
      'settings differ (threshold)',
    ],
  ])('shows and repairs an alarm that %s', async (_, breaks, reason) => {
    const { sandbox, cloudwatch } = await account();
    await using __ = sandbox;
    await install({ sandbox });
    await breaks(cloudwatch);
    const broken = await hop(sandbox);
    expect(broken).toMatchObject({ ok: false, remedy: `secgroup-monitor install ${HERE}` });
    if (reason !== 'is missing') expect(broken?.detail).toContain(reason);
    await install({ sandbox });
    expect(await hop(sandbox)).toMatchObject({ ok: true });
  });

  it('notifies the topic of an event in the dead-letter queue, and shows it in status', async () => {
    const { sandbox, sns, sqs } = await account();
    await using _ = sandbox;
    await sns.createTopic({ Name: 'alerts', Tags: [{ Key: 'secgroup-monitor:stack', Value: STACK }] });
    await sqs.createQueue({
      QueueName: 'mail',
      Attributes: { Policy: allow('sns.amazonaws.com', 'sqs:SendMessage', QUEUE) },
    });
    await sns.subscribe({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE });
    await install({ sandbox }, { request: { notify: [TOPIC] } });
    expect((await hop(sandbox))?.detail).toContain(`they notify ${TOPIC}`);
    const url = (name: string) => `${sandbox.url}/${ACCOUNT}/${name}`;
    await sqs.sendMessage({ QueueUrl: url(`${STACK}-failed`), MessageBody: '{}' });
    expect(await hop(sandbox)).toEqual({
      hop: 'alarms',
      ok: false,
      detail: `${STACK}-failed-events goes off: events could not be delivered or handled`,
      remedy: `secgroup-monitor redrive ${HERE}`,
    });
    const mail = await eventually(async () => {
      const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: url('mail') });
      return Messages[0]?.Body;
    });
    expect(JSON.parse(JSON.parse(mail ?? '').Message)).toMatchObject({
      AlarmName: `${STACK}-failed-events`,
      NewStateValue: 'ALARM',
    });
    await teardown({ sandbox });
    const { Attributes } = await sns.getTopicAttributes({ TopicArn: TOPIC });
    expect(Attributes?.Policy).not.toContain('cloudwatch.amazonaws.com');
  });

  it('refuses a topic that does not accept them, before any change', async () => {
    const { sandbox, sns, cloudwatch } = await account();
    await using _ = sandbox;
    const Policy = allow('events.amazonaws.com', 'sns:Publish', TOPIC);
    await sns.createTopic({ Name: 'alerts', Attributes: { Policy } });
    const argv = ['install', '--preset', 'guard', '--notify', TOPIC];
    const { code, stderr } = await run(argv, { sandbox });
    expect(code).toBe(5);
    expect(stderr).toContain("does not accept the notifications of the stack's alarms");
    expect(stderr).toContain('"Service":"cloudwatch.amazonaws.com"');
    expect((await cloudwatch.describeAlarms({})).MetricAlarms).toEqual([]);
    expect((await run([...argv, '--no-alarms'], { sandbox })).code).toBe(0);
  });

  it('repairs and removes the dashboard of --dashboard', async () => {
    const { sandbox, cloudwatch } = await account();
    await using _ = sandbox;
    const DashboardName = `${STACK}-eu-west-1`;
    await install({ sandbox }, { request: { dashboard: true } });
    const { DashboardBody = '' } = await cloudwatch.getDashboard({ DashboardName });
    expect(JSON.parse(DashboardBody).widgets[0].properties.alarms).toHaveLength(4);
    await cloudwatch.putDashboard({
      DashboardName,
      DashboardBody: DashboardBody.replace('Function', 'Other'),
    });
    expect(await install({ sandbox })).toMatchObject({ changed: true });
    expect((await cloudwatch.getDashboard({ DashboardName })).DashboardBody).toBe(DashboardBody);
    await teardown({ sandbox });
    await expect(cloudwatch.getDashboard({ DashboardName })).rejects.toThrow('does not exist');
  });
});

describe('the time in which a heartbeat must arrive', () => {
  const names = stackNames(STACK, 'eu-west-1');
  const window = (sweep: string) => {
    const { heartbeat } = alarmsOf(names, { ...DEFAULT_SETTINGS, sweep }, {});
    return heartbeat && [heartbeat.periodSeconds, heartbeat.evaluationPeriods];
  };

  it.each([
    ['rate(1 minute)', [16 * 60, 1]],
    ['rate(1 hour)', [75 * 60, 1]],
    ['rate(1 day)', [86_400, 2]],
    ['rate(6 days)', [86_400, 7]],
    ['rate(7 days)', undefined],
    ['cron(0 8 * * ? *)', [86_400, 7]],
    ['off', undefined],
  ])('is for the sweep %s: %j', (sweep, expected) => {
    expect(window(sweep)).toEqual(expected);
  });
});

import {
  CloudTrailClient,
  DescribeTrailsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { DescribeSecurityGroupsCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { pipeline, tcp } from '../support/pipeline.ts';

const BASELINE = `
version: 1
groups:
  - name: web
    match: { tag: { Role: web } }
    ingress: at-most
    rules:
      - tcp 443 from anywhere
unlisted: ignore
`;

describe('the function', () => {
  let p: Awaited<ReturnType<typeof pipeline>>;
  let events: EventBridgeClient;
  let trails: CloudTrailClient;

  beforeAll(async () => {
    p = await pipeline({ baseline: BASELINE });
    events = new EventBridgeClient(p.config);
    trails = new CloudTrailClient(p.config);
  }, 60_000);
  afterAll(async () => {
    events?.destroy();
    trails?.destroy();
    await p?.[Symbol.asyncDispose]();
  });

  /** As the schedule starts it. Nobody can put an event of AWS on the bus. */
  async function sweep(): Promise<void> {
    const lambda = new LambdaClient(p.config);
    const Payload = JSON.stringify({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
    await lambda.send(new InvokeCommand({ FunctionName: 'secgroup-monitor', Payload }));
    lambda.destroy();
  }

  const check = (detail: object) =>
    events.send(
      new PutEventsCommand({
        Entries: [
          {
            Source: 'secgroup-monitor',
            DetailType: 'Check Security Group',
            Detail: JSON.stringify(detail),
          },
        ],
      }),
    );

  /** Stops the trail during `work`, so no event reports its calls. */
  async function unseen(work: () => Promise<void>): Promise<void> {
    const { trailList } = await trails.send(new DescribeTrailsCommand({}));
    const Name = trailList![0]!.TrailARN!;
    await trails.send(new StopLoggingCommand({ Name }));
    await work();
    await trails.send(new StartLoggingCommand({ Name }));
  }

  it('judges the groups in a check that any caller can put on the bus', async () => {
    let id = '';
    await unseen(async () => {
      id = await p.group('checked', { Role: 'web' });
      await p.authorize(id, tcp(3389, '0.0.0.0/0'));
    });
    await check({ groupIds: [id] });
    const drift = await p.finding({ group: { id }, code: 'unexpected-ingress' });
    expect(drift).toMatchObject({ kind: 'drift', severity: 'critical' });
    expect(drift.change).toBeUndefined();
  });

  it('reports a check with an invalid group id, and does not crash', async () => {
    await check({ groupIds: ['sg-zzz; rm -rf /'] });
    await p.finding({ kind: 'error', code: 'unreadable-event' });
  });

  it('finds in a sweep a drift that no event reported, and writes a heartbeat', async () => {
    let id = '';
    await unseen(async () => {
      id = await p.group('swept', { Role: 'web' });
      await p.authorize(id, tcp(22, '0.0.0.0/0'));
    });
    await sweep();
    const drift = await p.finding({ group: { id }, code: 'unexpected-ingress' });
    expect(drift.unexpected).toMatchObject([
      { rule: 'tcp 22 from 0.0.0.0/0', ids: [expect.stringMatching(/^sgr-/)] },
    ]);
    await eventually(async () => {
      const beat = (await p.lines()).findLast((line) => line.schema === 'secgroup-monitor/heartbeat/1');
      const { SecurityGroups } = await p.ec2.send(new DescribeSecurityGroupsCommand({}));
      expect(beat).toMatchObject({ groups: SecurityGroups!.length, drifting: expect.any(Number) });
    });
  });

  it('reports a drift in only one sweep, and a later sweep reports that it is resolved', async () => {
    const before = (await p.findings()).length;
    await sweep();
    await eventually(async () => {
      const beats = (await p.lines()).filter((line) => line.schema === 'secgroup-monitor/heartbeat/1');
      expect(beats.length).toBeGreaterThanOrEqual(2);
    });
    expect((await p.findings()).length).toBe(before);
    const [group] = (
      await p.ec2.send(
        new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['swept'] }] }),
      )
    ).SecurityGroups!;
    await unseen(async () => {
      await p.ec2.send(
        new RevokeSecurityGroupIngressCommand({
          GroupId: group!.GroupId,
          IpPermissions: group!.IpPermissions,
        }),
      );
    });
    await sweep();
    await p.finding({ group: { id: group!.GroupId }, kind: 'resolved' });
  });

  it('reports a change of its own rule, because the other rule still works', async () => {
    await events.send(
      new PutRuleCommand({
        Name: 'secgroup-monitor-change',
        EventPattern: '{"source":["nothing"]}',
        State: 'ENABLED',
      }),
    );
    const tamper = await p.finding({ kind: 'tamper', change: { eventName: 'PutRule' } });
    expect(tamper).toMatchObject({
      code: 'monitoring-tampered',
      severity: 'high',
      args: { touched: ['secgroup-monitor-change'] },
    });
  });
});

describe('AWS Config as the source', () => {
  it('judges a group when its configuration item changes, without a trail', async () => {
    await using p = await pipeline({
      baseline: BASELINE,
      install: ['--source', 'config'],
      async prepare(connection) {
        const config = new ConfigServiceClient(connection);
        await config.send(
          new PutConfigurationRecorderCommand({
            ConfigurationRecorder: {
              name: 'default',
              roleARN: 'arn:aws:iam::111122223333:role/config',
              recordingGroup: { allSupported: true },
            },
          }),
        );
        await config.send(
          new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'default', s3BucketName: 'config' } }),
        );
        await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
        config.destroy();
      },
    });
    const id = await p.group('configured', { Role: 'web' });
    await p.authorize(id, tcp(22, '0.0.0.0/0'));
    const drift = await p.finding({ group: { id }, code: 'unexpected-ingress', kind: 'drift' });
    expect(drift.change).toBeUndefined();
  }, 60_000);
});

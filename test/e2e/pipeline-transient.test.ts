import { DeleteSecurityGroupCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { timings } from '../../src/sandbox/timing.ts';
import { eventually } from '../support/eventually.ts';
import { pipeline, tcp } from '../support/pipeline.ts';

const BASELINE = `
version: 1
groups:
  - name: closed
    match: { name: "closed*" }
    rules: []
unlisted: alert
`;
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:alarms';
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: QUEUE,
    },
  ],
};
/** CloudTrail delivers late enough that the group is closed again, even on a slow machine. */
const DELAY_MS = 5_000;

it('sends an alarm of a group that was open for a moment, and of one that was deleted', async () => {
  await using p = await pipeline({
    baseline: BASELINE,
    sandbox: { timing: { ...timings.instant, cloudTrailDelayMs: { min: DELAY_MS, max: DELAY_MS } } },
    install: ['--create-trail', '--notify', QUEUE],
    prepare: async (config) => {
      const sqs = new SQSClient(config);
      await sqs.send(
        new CreateQueueCommand({ QueueName: 'alarms', Attributes: { Policy: JSON.stringify(POLICY) } }),
      );
      sqs.destroy();
    },
  });
  const closed = await p.group('closed-1');
  const deleted = await p.group('other');
  const ssh = tcp(22, '0.0.0.0/0');
  await p.authorize(closed, ssh);
  await p.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: closed, IpPermissions: [ssh] }));
  await p.authorize(deleted, ssh);
  await p.ec2.send(new DeleteSecurityGroupCommand({ GroupId: deleted }));

  for (const id of [closed, deleted]) {
    const finding = await p.finding({ group: { id }, code: 'transient-exposure' }, 30_000);
    expect(finding).toMatchObject({
      kind: 'resolved',
      severity: 'critical',
      unexpected: [{ rule: 'tcp 22 from 0.0.0.0/0' }],
      change: { eventName: 'AuthorizeSecurityGroupIngress' },
    });
  }
  const sqs = new SQSClient(p.config);
  const notified = new Set<string>();
  await eventually(async () => {
    const QueueUrl = `${p.sandbox.url}/111122223333/alarms`;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { Body = '' } of Messages) {
      for (const id of [closed, deleted]) if (/transient/.test(Body) && Body.includes(id)) notified.add(id);
    }
    expect([...notified].sort()).toEqual([closed, deleted].sort());
  }, 20_000);
  sqs.destroy();
}, 60_000);

import { describe, expect, it } from 'vitest';
import { settled, withRule } from '../support/bus-rule.ts';
import { callFrom } from '../support/delivery-world.ts';

const deadLetterArn = 'arn:aws:sqs:eu-west-1:111122223333:dlq';
const roleArn = 'arn:aws:iam::111122223333:role/r';

describe('an event bus as a target', () => {
  const hub = '444455556666';
  const hubArn = `arn:aws:events:eu-west-1:${hub}:event-bus/hub`;

  async function withHub(policy: boolean) {
    const made = await withRule([
      { Id: '1', Arn: hubArn, RoleArn: roleArn, DeadLetterConfig: { Arn: deadLetterArn } },
    ]);
    const there = callFrom(hub);
    await made.events.CreateEventBus!({ Name: 'hub' }, there);
    if (policy) {
      await made.events.PutPermission!(
        { EventBusName: 'hub', StatementId: 's', Action: 'events:PutEvents', Principal: '111122223333' },
        there,
      );
    }
    await made.events.PutRule!({ Name: 'all', EventBusName: 'hub', EventPattern: '{"source":["s"]}' }, there);
    const target = { Id: '1', Arn: `arn:aws:lambda:eu-west-1:${hub}:function:central` };
    await made.events.PutTargets!({ Rule: 'all', EventBusName: 'hub', Targets: [target] }, there);
    return { ...made, there };
  }

  it('receives events of another account, with the account of the sender', async () => {
    const { delivered, put } = await withHub(true);
    await put({ n: 1 });
    await settled(delivered, 1);
    expect(delivered[0]!.arn).toContain(':function:central');
    expect(JSON.parse(delivered[0]!.body)).toMatchObject({ account: '111122223333', detail: { n: 1 } });
  });

  it('needs a policy that allows the sender', async () => {
    const { delivered, put } = await withHub(false);
    await put({});
    await settled(delivered, 1);
    expect(delivered[0]).toMatchObject({ service: 'sqs', attributes: { ERROR_CODE: 'NO_PERMISSIONS' } });
  });

  it('needs a role with permission', async () => {
    const { delivered, denied, put } = await withHub(true);
    denied.actions.add('events:PutEvents');
    await put({});
    await settled(delivered, 1);
    expect(delivered[0]!.attributes!.ERROR_MESSAGE).toContain('not authorized to perform events:PutEvents');
  });

  it('does not forward an event to a third account', async () => {
    const { delivered, events, there, put } = await withHub(true);
    const third = 'arn:aws:events:eu-west-1:777788889999:event-bus/default';
    const target = { Id: '1', Arn: third, RoleArn: roleArn, DeadLetterConfig: { Arn: deadLetterArn } };
    await events.PutTargets!({ Rule: 'all', EventBusName: 'hub', Targets: [target] }, there);
    await put({});
    await settled(delivered, 1);
    expect(delivered[0]!.attributes!.ERROR_CODE).toBe('THIRD_ACCOUNT_HOP_DETECTED');
  });
});

describe('an event bus in another Region', () => {
  const busArn = (region: string) => `arn:aws:events:${region}:111122223333:event-bus/default`;
  const toRegion = (region: string) => ({
    Id: '1',
    Arn: busArn(region),
    RoleArn: roleArn,
    DeadLetterConfig: { Arn: deadLetterArn },
  });

  it('receives events with their original Region, and does not forward them', async () => {
    const { delivered, events, put } = await withRule([toRegion('us-east-1')]);
    const there = callFrom('111122223333', 'us-east-1');
    const thereQueue = 'arn:aws:sqs:us-east-1:111122223333:dlq';
    await events.PutRule!({ Name: 'all', EventPattern: '{"source":["s"]}' }, there);
    const Targets = [
      { Id: 'f', Arn: 'arn:aws:lambda:us-east-1:111122223333:function:g' },
      { ...toRegion('eu-north-1'), DeadLetterConfig: { Arn: thereQueue } },
    ];
    await events.PutTargets!({ Rule: 'all', Targets }, there);
    await put({});
    await settled(delivered, 2);
    expect(JSON.parse(delivered.find((one) => one.service === 'lambda')!.body).region).toBe('eu-west-1');
    const dead = delivered.find((one) => one.service === 'sqs')!;
    expect(dead).toMatchObject({ arn: thereQueue, attributes: { ERROR_CODE: 'THIRD_REGION_HOP_DETECTED' } });
  });

  it('causes a failed delivery if it does not exist', async () => {
    const { delivered, put } = await withRule([
      { ...toRegion('us-east-1'), Arn: `${busArn('us-east-1')}-x` },
    ]);
    await put({});
    await settled(delivered, 1);
    expect(delivered[0]!.attributes!.ERROR_CODE).toBe('NO_RESOURCE');
  });
});

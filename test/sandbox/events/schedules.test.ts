import { describe, expect, it, onTestFinished } from 'vitest';
import { eventsService } from '../../../src/sandbox/events/events.ts';
import { eventually } from '../../support/eventually.ts';
import { callFrom, deliveryWorld } from '../support/delivery-world.ts';

const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:f';

describe('a schedule', () => {
  it('fires repeatedly, with events in AWS’s shape, until the rule is disabled', async () => {
    const { world, close, delivered, errors } = deliveryWorld({ timing: { scheduleMinuteMs: 10 } });
    onTestFinished(close);
    const events = eventsService(world).operations;
    const call = callFrom();
    await events.PutRule!({ Name: 'sweep', ScheduleExpression: 'rate(1 minute)' }, call);
    await events.PutTargets!({ Rule: 'sweep', Targets: [{ Id: '1', Arn: functionArn }] }, call);
    await eventually(() => expect(delivered.length).toBeGreaterThan(2));
    await events.DisableRule!({ Name: 'sweep' }, call);
    expect(JSON.parse(delivered[0]!.body)).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '111122223333',
      time: expect.stringMatching(/Z$/),
      region: 'eu-west-1',
      resources: ['arn:aws:events:eu-west-1:111122223333:rule/sweep'],
      detail: {},
    });
    expect(errors).toEqual([]);
  });

  /** Creates a world whose time passes only in `pass`. */
  function clockwork() {
    const made = deliveryWorld();
    onTestFinished(made.close);
    const { world } = made;
    const due: { at: number; run: () => void | Promise<void> }[] = [];
    let now = Date.UTC(2026, 10, 23, 10, 0, 30);
    world.now = () => now;
    world.after = (ms, run) => {
      due.push({ at: now + ms, run });
    };
    const pass = async (minutes: number) => {
      const end = now + minutes * 60_000;
      for (;;) {
        due.sort((a, b) => a.at - b.at);
        if (due.length === 0 || due[0]!.at > end) break;
        const next = due.shift()!;
        now = next.at;
        await next.run();
      }
      now = end;
    };
    const fired = () => made.delivered.map((one) => JSON.parse(one.body).time.slice(11, 16));
    return { ...made, pass, fired, events: eventsService(world).operations, call: callFrom() };
  }

  it('has only one clock, even after changes of the rule', async () => {
    const { events, call, pass, fired } = clockwork();
    await events.PutRule!({ Name: 'r', ScheduleExpression: 'rate(10 minutes)' }, call);
    await pass(5);
    await events.PutTargets!({ Rule: 'r', Targets: [{ Id: '1', Arn: functionArn }] }, call);
    await pass(20);
    expect(fired()).toEqual(['10:10', '10:20']);
    for (let i = 0; i < 3; i++) {
      await events.DisableRule!({ Name: 'r' }, call);
      await events.EnableRule!({ Name: 'r' }, call);
    }
    await pass(20);
    expect(fired()).toEqual(['10:10', '10:20', '10:35', '10:45']);
    await events.PutRule!({ Name: 'r', ScheduleExpression: 'cron(0 12 * * ? *)' }, call);
    await pass(180);
    expect(fired().slice(4)).toEqual(['12:00']);
    await events.RemoveTargets!({ Rule: 'r', Ids: ['1'] }, call);
    await events.DeleteRule!({ Name: 'r' }, call);
    await pass(3000);
    expect(fired()).toHaveLength(5);
  });
});

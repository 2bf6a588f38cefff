import type { Target } from '@aws-sdk/client-eventbridge';
import { expect, onTestFinished } from 'vitest';
import { eventsService } from '../../../src/sandbox/events/events.ts';
import { eventually } from '../../support/eventually.ts';
import { callFrom, deliveryWorld } from './delivery-world.ts';

type Options = Parameters<typeof deliveryWorld>[0];

/** Creates a world with one rule `r` for the source `s`, with these targets. Records the deliveries. */
export async function withRule(targets: Target[], options: Options = {}, state?: string) {
  const made = deliveryWorld(options);
  onTestFinished(made.close);
  const events = eventsService(made.world).operations;
  const call = callFrom();
  await events.PutRule!(
    { Name: 'r', EventPattern: '{"source":["s","aws.ec2"]}', State: state as 'ENABLED' },
    call,
  );
  const { FailedEntries } = await events.PutTargets!({ Rule: 'r', Targets: targets }, call);
  expect(FailedEntries).toEqual([]);
  const put = (detail: object, from = callFrom(), bus?: string) =>
    events.PutEvents!(
      { Entries: [{ Source: 's', DetailType: 'd', Detail: JSON.stringify(detail), EventBusName: bus }] },
      from,
    );
  return { ...made, events, call, put };
}

export const settled = (list: { length: number }, count: number) =>
  eventually(() => expect(list).toHaveLength(count));

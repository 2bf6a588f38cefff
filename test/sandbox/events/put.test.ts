import {
  DescribeEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutPermissionCommand,
  RemovePermissionCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../support/sandbox.ts';
import { eventsService } from '../support/events-service.ts';
import { failure } from '../support/sdk-failure.ts';

const { sandbox, events } = await eventsService();

describe('a custom event', () => {
  const entry = { Source: 'my.app', DetailType: 'd', Detail: '{}' };

  it('is refused separately from the others in its call', async () => {
    const { FailedEntryCount, Entries } = await events.send(
      new PutEventsCommand({
        Entries: [
          entry,
          { ...entry, Source: 'aws.ec2' },
          { ...entry, Detail: 'text' },
          { ...entry, DetailType: undefined },
          { ...entry, EventBusName: 'no-such-bus' },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(3);
    expect(Entries?.map((one) => one.ErrorCode)).toEqual([
      undefined,
      'NotAuthorizedForSourceException',
      'MalformedDetail',
      'InvalidArgument',
      undefined,
    ]);
    expect(Entries?.[3]?.ErrorMessage).toContain('DetailType is a required argument');
    expect(Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is limited in number and size', async () => {
    const send = (Entries: object[]) => events.send(new PutEventsCommand({ Entries }));
    await expect(send(Array(11).fill(entry))).rejects.toMatchObject(
      failure('ValidationException', /less than or equal to 10/),
    );
    const half = { ...entry, Detail: JSON.stringify({ x: 'x'.repeat(600_000) }) };
    await send([half]);
    await expect(send([half, half])).rejects.toMatchObject(failure('ValidationException', /Total size/));
  });

  it('needs the policy of a bus in another account', async () => {
    const bus = 'arn:aws:events:eu-west-1:444455556666:event-bus/default';
    const put = () => events.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: bus }] }));
    expect((await put()).Entries?.[0]?.ErrorCode).toBe('AccessDeniedException');
    const owner = new EventBridgeClient(clientConfig(sandbox, '444455556666'));
    await owner.send(
      new PutPermissionCommand({ StatementId: 'let', Action: 'events:PutEvents', Principal: '111122223333' }),
    );
    expect((await put()).FailedEntryCount).toBe(0);
    const { Policy } = await owner.send(new DescribeEventBusCommand({}));
    expect(JSON.parse(Policy!).Statement).toEqual([
      {
        Sid: 'let',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'events:PutEvents',
        Resource: bus,
      },
    ]);
    await owner.send(new RemovePermissionCommand({ StatementId: 'let' }));
    expect((await put()).Entries?.[0]?.ErrorCode).toBe('AccessDeniedException');
  });

  it('is tested against a pattern', async () => {
    const event = {
      id: '1',
      account: '1',
      source: 's',
      time: 't',
      region: 'r',
      resources: [],
      'detail-type': 'd',
    };
    const test = (pattern: object, given: object) =>
      events.send(
        new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify(given) }),
      );
    expect((await test({ source: ['s'] }, event)).Result).toBe(true);
    expect((await test({ source: ['x'] }, event)).Result).toBe(false);
    // Published test cases of event patterns have events without resources.
    const { resources: _, ...withoutResources } = event;
    expect((await test({ source: ['s'] }, withoutResources)).Result).toBe(true);
    await expect(test({ source: ['s'] }, { source: 's' })).rejects.toMatchObject(
      failure('ValidationException', /Event is not valid. Reason: id is missing/),
    );
    await expect(test({ source: [] }, event)).rejects.toMatchObject(
      failure('InvalidEventPatternException', /Empty arrays are not allowed/),
    );
  });
});

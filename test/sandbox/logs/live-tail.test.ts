import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  StartLiveTailCommand,
  type StartLiveTailCommandInput,
  type StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, describe, expect, it } from 'vitest';
import { liveTail } from '../../../src/sandbox/logs/live-tail.ts';
import { makeGroup } from '../../../src/sandbox/logs/state.ts';
import { append, createStream } from '../../../src/sandbox/logs/write.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { eventually } from '../../support/eventually.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { deliveryWorld } from '../support/delivery-world.ts';

const groupArn = 'arn:aws:logs:eu-west-1:111122223333:log-group:/g';
let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function start(liveTailMs = { update: 20, session: 60_000 }) {
  const sandbox = await testSandbox({ timing: { ...timings.instant, liveTailMs } });
  const logs = new CloudWatchLogsClient({ ...clientConfig(sandbox), disableHostPrefix: true });
  close = async () => {
    logs.destroy();
    await sandbox[Symbol.asyncDispose]();
  };
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/g' }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: '/g', logStreamName: 's' }));
  const put = (...messages: string[]) =>
    logs.send(
      new PutLogEventsCommand({
        logGroupName: '/g',
        logStreamName: 's',
        logEvents: messages.map((message) => ({ timestamp: Date.now(), message })),
      }),
    );
  const tail = async (input: Partial<StartLiveTailCommandInput> = {}, abortSignal?: AbortSignal) => {
    const command = new StartLiveTailCommand({ logGroupIdentifiers: [groupArn], ...input });
    return (await logs.send(command, { abortSignal })).responseStream!;
  };
  return { sandbox, logs, put, tail };
}

/** Reads updates until `enough` accepts their messages, and returns what it read. */
async function readUntil(
  stream: AsyncIterable<StartLiveTailResponseStream>,
  enough: (messages: string[]) => boolean,
): Promise<{ messages: string[]; updates: number; sampled: boolean; first: StartLiveTailResponseStream }> {
  const messages: string[] = [];
  let updates = 0;
  let sampled = false;
  let first: StartLiveTailResponseStream | undefined;
  for await (const event of stream) {
    first ??= event;
    if (!event.sessionUpdate) continue;
    updates++;
    sampled ||= event.sessionUpdate.sessionMetadata?.sampled ?? false;
    messages.push(...event.sessionUpdate.sessionResults!.map((result) => result.message!));
    if (enough(messages)) break;
  }
  return { messages, updates, sampled, first: first! };
}

describe('a Live Tail session', () => {
  it('starts, then sends new events, with empty updates between them', async () => {
    const { put, tail } = await start();
    await put('before the session');
    const stream = await tail({ logEventFilterPattern: '-noise' });
    const reading = readUntil(stream, (messages) => messages.includes('last'));
    await put('one', 'noise');
    await put('last');
    const { messages, first } = await reading;
    expect(messages).toEqual(['one', 'last']);
    expect(first).toEqual({
      sessionStart: {
        requestId: expect.any(String),
        sessionId: expect.any(String),
        logGroupIdentifiers: [groupArn],
        logStreamNames: [],
        logStreamNamePrefixes: [],
        logEventFilterPattern: '-noise',
      },
    });
  });

  it('shows the source of each event', async () => {
    const { put, tail } = await start();
    const stream = await tail();
    await put('x');
    for await (const { sessionUpdate } of stream) {
      if (!sessionUpdate?.sessionResults?.length) continue;
      expect(sessionUpdate).toEqual({
        sessionMetadata: { sampled: false },
        sessionResults: [
          {
            logStreamName: 's',
            logGroupIdentifier: groupArn,
            message: 'x',
            timestamp: expect.any(Number),
            ingestionTime: expect.any(Number),
          },
        ],
      });
      break;
    }
  });

  it('samples above 500 events a second, and marks that', async () => {
    const { put, tail } = await start({ update: 200, session: 60_000 });
    const stream = await tail();
    const reading = readUntil(stream, (messages) => messages.length > 0);
    await put(...Array.from({ length: 300 }, (_, i) => `m${i}`));
    const { messages, sampled } = await reading;
    expect(sampled).toBe(true);
    expect(messages).toHaveLength(100);
  });

  it('drops the oldest updates for a slow reader', async () => {
    const { world, close: closeWorld } = deliveryWorld({});
    close = closeWorld;
    const ticks: (() => void | Promise<void>)[] = [];
    world.after = (_ms, run) => {
      ticks.push(run);
    };
    const group = makeGroup('/g', 0);
    const stream = createStream(group, 's', 0);
    const session = liveTail(world, {
      groups: [{ arn: groupArn, group }],
      matches: () => true,
      start: {},
      signal: new AbortController().signal,
      onEnd: () => {},
    });
    await session.next();
    for (let i = 0; i < 15; i++) {
      append(world, group, stream, [{ timestamp: i, message: `m${i}` }]);
      await ticks.shift()!();
    }
    const seen: (string | undefined)[] = [];
    while (seen.at(-1) !== 'm14') {
      const { value } = await session.next();
      seen.push(value!.sessionUpdate!.sessionResults![0]!.message);
    }
    expect(seen).toEqual(Array.from({ length: 10 }, (_, i) => `m${i + 5}`));
    await session.return(undefined);
  });

  it('ends with SessionTimeoutException at its time limit', async () => {
    const { tail } = await start({ update: 10, session: 60 });
    await expect(readUntil(await tail(), () => false)).rejects.toMatchObject({
      name: 'SessionTimeoutException',
    });
  });

  it('frees its place when the reader stops', async () => {
    const { tail } = await start();
    for (let i = 0; i < 15; i++) await tail();
    await expect(tail()).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('frees its place when the connection is cut', async () => {
    const { logs, tail } = await start();
    const sessions = await Promise.all(Array.from({ length: 15 }, () => tail()));
    expect(sessions).toHaveLength(15);
    logs.destroy();
    await eventually(async () => {
      const stream = await tail();
      expect(stream).toBeDefined();
    });
  });

  it.each([
    [{ logGroupIdentifiers: [`${groupArn}:*`] }, 'InvalidParameterException'],
    [{ logGroupIdentifiers: ['/g'] }, 'InvalidParameterException'],
    [{ logGroupIdentifiers: [`${groupArn}x`] }, 'ResourceNotFoundException'],
    [{ logGroupIdentifiers: Array(11).fill(groupArn) }, 'InvalidParameterException'],
    [{ logEventFilterPattern: '{ $.a }' }, 'InvalidParameterException'],
  ])('refuses %j', async (input, name) => {
    const { tail } = await start();
    await expect(tail(input)).rejects.toMatchObject({ name });
  });
});

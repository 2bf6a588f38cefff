import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  sandbox = await testSandbox();
  logs = new CloudWatchLogsClient(clientConfig(sandbox));
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const arnOf = (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`;
const failure = (name: string, message: RegExp) => ({ name, message: expect.stringMatching(message) });

/** A fresh group with streams. */
async function group(name: string, ...streams: string[]): Promise<string> {
  await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
  for (const logStreamName of streams) {
    await logs.send(new CreateLogStreamCommand({ logGroupName: name, logStreamName }));
  }
  return name;
}

const put = (
  logGroupName: string,
  logStreamName: string,
  ...logEvents: [timestamp: number, message: string][]
) =>
  logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: logEvents.map(([timestamp, message]) => ({ timestamp, message })),
    }),
  );

/** All pages of FilterLogEvents; each page's messages. */
async function pages(input: FilterLogEventsCommandInput): Promise<string[][]> {
  const found: string[][] = [];
  let nextToken: string | undefined;
  do {
    const answer = await logs.send(new FilterLogEventsCommand({ ...input, nextToken }));
    found.push(answer.events!.map((event) => event.message!));
    nextToken = answer.nextToken;
  } while (nextToken);
  return found;
}

describe('log groups', () => {
  it('are made, described and deleted', async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/a/one', tags: { k: 'v' } }));
    await expect(group('/a/one')).rejects.toMatchObject(
      failure('ResourceAlreadyExistsException', /already exists/),
    );
    await group('/a/two');
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/a/one', retentionInDays: 30 }));
    const first = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a/', limit: 1 }));
    expect(first.logGroups).toEqual([
      {
        logGroupName: '/a/one',
        creationTime: expect.any(Number),
        retentionInDays: 30,
        metricFilterCount: 0,
        arn: `${arnOf('/a/one')}:*`,
        logGroupArn: arnOf('/a/one'),
        storedBytes: 0,
        logGroupClass: 'STANDARD',
        deletionProtectionEnabled: false,
      },
    ]);
    const second = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a/', limit: 1, nextToken: first.nextToken }),
    );
    expect(second.logGroups?.map((one) => one.logGroupName)).toEqual(['/a/two']);
    expect(second.nextToken).toBeUndefined();
    const byPattern = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'A/TW' }));
    expect(byPattern.logGroups?.map((one) => one.logGroupName)).toEqual(['/a/two']);
    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName: '/a/one' }));
    await logs.send(new DeleteLogGroupCommand({ logGroupName: '/a/one' }));
    await expect(logs.send(new DeleteLogGroupCommand({ logGroupName: '/a/one' }))).rejects.toMatchObject(
      failure('ResourceNotFoundException', /^The specified log group does not exist\.$/),
    );
  });

  it('have tags under both of their interfaces', async () => {
    const logGroupName = await group('/tagged');
    const resourceArn = arnOf(logGroupName);
    await logs.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
    await logs.send(new UntagResourceCommand({ resourceArn: `${resourceArn}:*`, tagKeys: ['a'] }));
    const tags = { b: '2' };
    expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(tags);
    expect((await logs.send(new ListTagsLogGroupCommand({ logGroupName }))).tags).toEqual(tags);
  });

  it('can be protected from deletion', async () => {
    const logGroupName = await group('/protected');
    const protect = (deletionProtectionEnabled: boolean) =>
      logs.send(
        new PutLogGroupDeletionProtectionCommand({
          logGroupIdentifier: logGroupName,
          deletionProtectionEnabled,
        }),
      );
    await protect(true);
    await expect(logs.send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject(
      failure('ValidationException', /deletion protection/),
    );
    await protect(false);
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  });

  it('refuse odd names and retentions', async () => {
    await expect(group('no spaces')).rejects.toMatchObject(
      failure('InvalidParameterException', /'logGroupName'/),
    );
    const logGroupName = await group('/retention');
    await expect(
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })),
    ).rejects.toMatchObject(failure('InvalidParameterException', /'retentionInDays'.*\[1, 3, 5/));
  });
});

describe('writing', () => {
  it('rejects what is too old or too new, and takes the rest', async () => {
    const name = await group('/ages', 's');
    const now = Date.now();
    const day = 86_400_000;
    const old = await put(name, 's', [now - 15 * day, 'old'], [now - 14 * day - 60_000, 'old too']);
    expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 2 });
    const late = await put(name, 's', [now, 'good'], [now + 3 * 3_600_000, 'new']);
    expect(late.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    expect((await put(name, 's', [now, 'fine'])).rejectedLogEventsInfo).toBeUndefined();
    expect(await pages({ logGroupName: name })).toEqual([['good', 'fine']]);
  });

  it('refuses batches that AWS refuses', async () => {
    const name = await group('/batches', 's');
    const now = Date.now();
    const refused = (batch: [number, string][], message: RegExp) =>
      expect(put(name, 's', ...batch)).rejects.toMatchObject(failure('InvalidParameterException', message));
    await refused(
      [
        [now, 'b'],
        [now - 1, 'a'],
      ],
      /chronological order/,
    );
    await refused(
      [
        [now - 25 * 3_600_000, 'a'],
        [now, 'b'],
      ],
      /24 hours/,
    );
    await refused([[now, '']], /cannot be empty/);
    await refused([[now, 'x'.repeat(1_048_576)]], /too large/);
    await refused([], /between 1 and 10000/);
    await expect(put(name, 'nobody', [now, 'x'])).rejects.toMatchObject(
      failure('ResourceNotFoundException', /log stream does not exist/),
    );
  });
});

describe('FilterLogEvents', () => {
  const t = Date.now() - 60_000;

  it('merges streams by time, whatever the order of arrival', async () => {
    const name = await group('/merge', 'a', 'b');
    await put(name, 'a', [t + 30, '3'], [t + 50, '5']);
    await put(name, 'b', [t + 10, '1'], [t + 40, '4']);
    await put(name, 'a', [t + 20, '2']);
    expect(await pages({ logGroupName: name })).toEqual([['1', '2', '3', '4', '5']]);
    expect(await pages({ logGroupIdentifier: arnOf(name), startFromHead: false })).toEqual([
      ['5', '4', '3', '2', '1'],
    ]);
    expect(await pages({ logGroupName: name, logStreamNames: ['b'] })).toEqual([['1', '4']]);
    expect(await pages({ logGroupName: name, logStreamNamePrefix: 'a' })).toEqual([['2', '3', '5']]);
    expect(await pages({ logGroupName: name, startTime: t + 20, endTime: t + 40 })).toEqual([
      ['2', '3', '4'],
    ]);
    expect(await pages({ logGroupName: name, filterPattern: '?1 ?4' })).toEqual([['1', '4']]);
  });

  it('gives each event an id of its own that stays the same', async () => {
    const name = await group('/ids', 's');
    await put(name, 's', [t, 'same'], [t, 'same']);
    const read = async () => (await logs.send(new FilterLogEventsCommand({ logGroupName: name }))).events!;
    const [first, second] = await read();
    expect(first).toMatchObject({ logStreamName: 's', timestamp: t, message: 'same' });
    expect(first!.ingestionTime).toBeGreaterThan(t);
    expect(first!.eventId).toMatch(/^\d{56}$/);
    expect(first!.eventId).not.toBe(second!.eventId);
    expect((await read()).map((event) => event.eventId)).toEqual([first!.eventId, second!.eventId]);
  });

  it('pages by count, by size and by what it has looked through', async () => {
    const name = await group('/pages', 's');
    await put(name, 's', ...Array.from({ length: 6 }, (_, i): [number, string] => [t + i, `m${i}`]));
    expect(await pages({ logGroupName: name, limit: 4 })).toEqual([
      ['m0', 'm1', 'm2', 'm3'],
      ['m4', 'm5'],
    ]);
    expect(await pages({ logGroupName: name, limit: 4, startFromHead: false })).toEqual([
      ['m5', 'm4', 'm3', 'm2'],
      ['m1', 'm0'],
    ]);
    sandbox.world.logScanEvents = 2;
    try {
      expect(await pages({ logGroupName: name, filterPattern: 'm4' })).toEqual([[], [], ['m4']]);
    } finally {
      sandbox.world.logScanEvents = undefined;
    }
    const big = 'x'.repeat(400_000);
    await put(name, 's', [t + 10, `${big}1`], [t + 10, `${big}2`]);
    await put(name, 's', [t + 10, `${big}3`], [t + 10, `${big}4`]);
    const sizes = await pages({ logGroupName: name, startTime: t + 10 });
    expect(sizes.map((page) => page.length)).toEqual([2, 2]);
  });

  it('ties a token to the request that it came from', async () => {
    const name = await group('/tokens', 's');
    await put(name, 's', [t, '1'], [t + 1, '2']);
    const { nextToken } = await logs.send(new FilterLogEventsCommand({ logGroupName: name, limit: 1 }));
    for (const other of [{ limit: 2 }, { limit: 1, startTime: t }, { limit: 1, filterPattern: 'x' }]) {
      await expect(
        logs.send(new FilterLogEventsCommand({ logGroupName: name, ...other, nextToken })),
      ).rejects.toMatchObject(failure('InvalidParameterException', /nextToken is invalid/));
    }
    const now = sandbox.world.now;
    sandbox.world.now = () => Date.now() + 25 * 3_600_000;
    try {
      await expect(
        logs.send(new FilterLogEventsCommand({ logGroupName: name, limit: 1, nextToken })),
      ).rejects.toMatchObject(failure('InvalidParameterException', /nextToken is invalid/));
    } finally {
      sandbox.world.now = now;
    }
  });

  it('shows events late and out of order when ingestion takes time', async () => {
    const name = await group('/late', 's');
    const { timing, now } = sandbox.world;
    let time = now();
    sandbox.world.now = () => time;
    sandbox.world.timing = { ...timing, logIngestionMs: { min: 30, max: 400 } };
    try {
      await put(name, 's', ...Array.from({ length: 30 }, (_, i): [number, string] => [t + i, String(i)]));
      expect(await pages({ logGroupName: name })).toEqual([[]]);
      const seen: string[][] = [];
      for (; (seen.at(-1)?.length ?? 0) < 30; time += 20)
        seen.push((await pages({ logGroupName: name }))[0]!);
      expect(seen.length).toBeLessThan(23);
      expect(seen.some((page) => page.length > 0 && Number(page.at(-1)) >= page.length)).toBe(true);
    } finally {
      sandbox.world.timing = timing;
      sandbox.world.now = now;
    }
  });

  it('refuses what AWS refuses', async () => {
    const name = await group('/refuse', 's');
    const refused = (input: FilterLogEventsCommandInput, error: string, message: RegExp) =>
      expect(logs.send(new FilterLogEventsCommand(input))).rejects.toMatchObject(failure(error, message));
    await refused({ logGroupName: 'nobody' }, 'ResourceNotFoundException', /log group does not exist/);
    await refused({}, 'ValidationException', /Exactly one of/);
    await refused({ logGroupName: name, limit: 10_001 }, 'InvalidParameterException', /'limit'/);
    await refused(
      { logGroupName: name, filterPattern: 'a-b' },
      'InvalidParameterException',
      /Invalid character/,
    );
    await refused({ logGroupName: name, logStreamNames: ['x'] }, 'ResourceNotFoundException', /log stream/);
    const both = { logStreamNames: ['s'], logStreamNamePrefix: 's' };
    await refused({ logGroupName: name, ...both }, 'InvalidParameterException', /together/);
  });

  it('is quick on 100,000 events', async () => {
    const name = await group('/many', 's');
    for (let batch = 0; batch < 10; batch++) {
      const events = Array.from({ length: 10_000 }, (_, i): [number, string] => [
        t,
        `m${batch * 10_000 + i}`,
      ]);
      await put(name, 's', ...events);
    }
    const started = performance.now();
    const found = await pages({ logGroupName: name, filterPattern: 'm99999' });
    expect(found.flat()).toEqual(['m99999']);
    expect(found).toHaveLength(10);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('streams', () => {
  it('are described by name or by last event, and read from either end', async () => {
    const name = await group('/streams', 'a', 'b', 'c');
    const t = Date.now() - 1000;
    await put(name, 'b', [t, '1'], [t + 1, '2'], [t + 2, '3']);
    await put(name, 'a', [t + 5, 'x']);
    const names = async (more: object) => {
      const answer = await logs.send(new DescribeLogStreamsCommand({ logGroupName: name, ...more }));
      return answer.logStreams!.map((stream) => stream.logStreamName);
    };
    expect(await names({})).toEqual(['a', 'b', 'c']);
    expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual(['a', 'b', 'c']);
    expect(await names({ orderBy: 'LastEventTime', limit: 2 })).toEqual(['c', 'b']);
    expect(await names({ logStreamNamePrefix: 'b' })).toEqual(['b']);

    const read = async (more: object) => {
      const answer = await logs.send(
        new GetLogEventsCommand({ logGroupName: name, logStreamName: 'b', limit: 2, ...more }),
      );
      return { ...answer, messages: answer.events!.map((event) => event.message) };
    };
    const tail = await read({});
    expect(tail.messages).toEqual(['2', '3']);
    expect((await read({ nextToken: tail.nextBackwardToken })).messages).toEqual(['1']);
    const head = await read({ startFromHead: true });
    expect(head.messages).toEqual(['1', '2']);
    const next = await read({ nextToken: head.nextForwardToken });
    expect(next.messages).toEqual(['3']);
    const end = await read({ nextToken: next.nextForwardToken });
    expect(end.messages).toEqual([]);
    expect(end.nextForwardToken).toBe(next.nextForwardToken);
    await logs.send(new DeleteLogStreamCommand({ logGroupName: name, logStreamName: 'b' }));
    expect(await pages({ logGroupName: name })).toEqual([['x']]);
  });
});

describe('resource policies', () => {
  it('are kept by name and must be policies', async () => {
    const policyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'logs:PutLogEvents',
          Resource: '*',
        },
      ],
    });
    await logs.send(new PutResourcePolicyCommand({ policyName: 'p', policyDocument }));
    const { resourcePolicies } = await logs.send(new DescribeResourcePoliciesCommand({}));
    expect(resourcePolicies).toEqual([
      { policyName: 'p', policyDocument, lastUpdatedTime: expect.any(Number) },
    ]);
    await expect(
      logs.send(new PutResourcePolicyCommand({ policyName: 'q', policyDocument: '{}' })),
    ).rejects.toMatchObject(failure('InvalidParameterException', /not valid/));
  });
});

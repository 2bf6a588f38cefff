// Covers src/sandbox/logs/*.ts.
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeResourcePoliciesCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogGroupDeletionProtectionCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { logPages } from '../support/log-pages.ts';
import { logsService } from '../support/logs-service.ts';
import { failure } from '../support/sdk-failure.ts';

const { logs, arnOf, group, put } = await logsService();

describe('a log group', () => {
  it('is created, described and deleted', async () => {
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

  it('has the same tags in both interfaces', async () => {
    const logGroupName = await group('/tagged');
    const resourceArn = arnOf(logGroupName);
    await logs.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
    await logs.send(new UntagResourceCommand({ resourceArn: `${resourceArn}:*`, tagKeys: ['a'] }));
    const tags = { b: '2' };
    expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(tags);
    expect((await logs.send(new ListTagsLogGroupCommand({ logGroupName }))).tags).toEqual(tags);
  });

  it('is protected from deletion on request', async () => {
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

  it('is refused with an invalid name or retention', async () => {
    await expect(group('no spaces')).rejects.toMatchObject(
      failure('InvalidParameterException', /'logGroupName'/),
    );
    const logGroupName = await group('/retention');
    await expect(
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })),
    ).rejects.toMatchObject(failure('InvalidParameterException', /'retentionInDays'.*\[1, 3, 5/));
  });
});

describe('PutLogEvents', () => {
  it('rejects events that are too old or too new, and accepts the others', async () => {
    const name = await group('/ages', 's');
    const now = Date.now();
    const day = 86_400_000;
    const old = await put(name, 's', [now - 15 * day, 'old'], [now - 14 * day - 60_000, 'old too']);
    expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 2 });
    const late = await put(name, 's', [now, 'good'], [now + 3 * 3_600_000, 'new']);
    expect(late.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    expect((await put(name, 's', [now, 'fine'])).rejectedLogEventsInfo).toBeUndefined();
    expect(await logPages(logs, { logGroupName: name })).toEqual([['good', 'fine']]);
  });

  it('refuses the same batches as AWS', async () => {
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

describe('a log stream', () => {
  it('is described by name or by last event, and read from either end', async () => {
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
    expect(await logPages(logs, { logGroupName: name })).toEqual([['x']]);
  });
});

describe('a resource policy', () => {
  it('is stored by name, and refused if it is not a policy', async () => {
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

// Covers src/sandbox/kinesis/*.ts.
import { IAMClient } from '@aws-sdk/client-iam';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { functionRole } from '../support/roles.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let kinesis: KinesisClient;

beforeAll(async () => {
  sandbox = await testSandbox();
  // The client would use HTTP/2, but the sandbox supports only HTTP/1.1.
  const requestHandler = new NodeHttpHandler();
  kinesis = new KinesisClient({ ...clientConfig(sandbox), requestHandler });
});
afterAll(async () => sandbox[Symbol.asyncDispose]());

/** Returns all records of a stream as text. */
async function read(StreamName: string): Promise<string[]> {
  const { StreamDescription } = await kinesis.send(new DescribeStreamCommand({ StreamName }));
  const all: string[] = [];
  for (const { ShardId } of StreamDescription!.Shards!) {
    let { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    for (let more = true; more; ) {
      const page = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 2 }));
      all.push(...page.Records!.map((one) => Buffer.from(one.Data!).toString()));
      ShardIterator = page.NextShardIterator;
      more = page.Records!.length > 0;
    }
  }
  return all.sort();
}

it('stores records in shards by their partition key', async () => {
  const StreamName = 'changes';
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  await expect(kinesis.send(new CreateStreamCommand({ StreamName }))).rejects.toMatchObject({
    name: 'ResourceInUseException',
  });
  const put = (PartitionKey: string, text: string) =>
    kinesis.send(new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.from(text) }));
  const [first, second] = [await put('k', 'a'), await put('k', 'b')];
  expect(first.ShardId).toBe(second.ShardId);
  expect(BigInt(second.SequenceNumber!)).toBeGreaterThan(BigInt(first.SequenceNumber!));
  const Records = ['c', 'd', 'e', 'f'].map((text) => ({ PartitionKey: text, Data: Buffer.from(text) }));
  const batch = await kinesis.send(new PutRecordsCommand({ StreamName, Records }));
  expect(batch.FailedRecordCount).toBe(0);
  expect(new Set(batch.Records?.map((one) => one.ShardId)).size).toBe(2);
  expect(await read(StreamName)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  await kinesis.send(new DeleteStreamCommand({ StreamName }));
  await expect(kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('accepts records only from a role with permission', async () => {
  const StreamName = 'events';
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  const arn = StreamDescriptionSummary!.StreamARN!;
  const iam = new IAMClient(clientConfig(sandbox));
  const put = (principal: string) =>
    sandbox.world.kinesis.put(arn, 'event', 'key', {
      principal,
      sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/r',
    });
  expect(put(await functionRole(iam, 'without'))).toMatchObject({ ok: false, code: 'NO_PERMISSIONS' });
  expect(put('events.amazonaws.com')).toMatchObject({ ok: false, code: 'NO_PERMISSIONS' });
  expect(put(await functionRole(iam, 'with', ['kinesis:PutRecord']))).toEqual({ ok: true });
  expect(await read(StreamName)).toEqual(['event']);
});

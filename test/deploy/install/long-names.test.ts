import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { expect, it } from 'vitest';
import { MAX_PATTERN_LENGTH } from '../../../src/deploy/plan/event-pattern.ts';
import { trailBucketPolicy } from '../../../src/deploy/rights/policies.ts';
import { pipeline } from '../../support/pipeline.ts';
import type { clientConfig } from '../../support/sandbox.ts';

const ACCOUNT = '111122223333';
const STACK = 'secgroup-monitor-production';
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;

async function prepare(config: ReturnType<typeof clientConfig>): Promise<void> {
  const s3 = new S3({ ...config, forcePathStyle: true });
  const [cloudtrail, sns] = [new CloudTrail(config), new SNS(config)];
  for (const letter of ['a', 'b', 'c']) {
    const [Name, Bucket] = [letter.repeat(128), `trail-logs-${letter}`];
    const identity = { account: ACCOUNT, arn: '', partition: 'aws', region: 'eu-west-1' };
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
    const trail = `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/${Name}`;
    await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify(trailBucketPolicy(Bucket, trail, identity)) });
    await cloudtrail.createTrail({ Name, S3BucketName: Bucket });
    await cloudtrail.startLogging({ Name });
  }
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] },
    Action: 'sns:Publish',
    Resource: TOPIC,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  await sns.createTopic({ Name: 'alerts', Attributes: { Policy } });
  for (const client of [s3, cloudtrail, sns]) client.destroy();
}

it('installs a stack with a long name and three trails with the longest names', async () => {
  await using p = await pipeline({
    baseline: 'version: 1\nunlisted: ignore\n',
    install: ['--stack', STACK, '--notify', TOPIC],
    prepare,
  });
  const events = new EventBridge(p.config);
  const { Rules } = await events.listRules({ NamePrefix: `${STACK}-blind` });
  events.destroy();
  const patterns = Rules!.map(({ EventPattern }) => EventPattern!);
  expect(patterns).toHaveLength(2);
  for (const letter of ['a', 'b', 'c']) expect(patterns.join()).toContain(letter.repeat(128));
  for (const pattern of patterns) expect(pattern.length).toBeLessThanOrEqual(MAX_PATTERN_LENGTH);
});

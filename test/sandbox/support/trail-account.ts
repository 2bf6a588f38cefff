import {
  CloudTrailClient,
  CreateTrailCommand,
  type CreateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { afterEach, expect } from 'vitest';
import { s3Service } from '../../../src/sandbox/s3/s3.ts';
import type { TrailRecord } from '../../../src/sandbox/service.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { callFrom } from './delivery-world.ts';

export const account = '111122223333';
export const member = '444455556666';
export const failure = (name: string, message: RegExp) => ({ name, message: expect.stringMatching(message) });

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** Starts a sandbox for one test, with functions that create a bucket and a trail. It closes when the test ends. */
export async function start(timing = timings.instant) {
  const sandbox = await testSandbox({ timing });
  close = () => sandbox[Symbol.asyncDispose]();
  const s3 = s3Service(sandbox.world).operations;
  const bucketPolicy = (resource: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:GetBucketAcl',
          Resource: 'arn:aws:s3:::trail-logs',
        },
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::trail-logs/${resource}`,
          Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
        },
      ],
    });
  const makeBucket = (resource = 'AWSLogs/*') => {
    const call = callFrom(account, 'us-east-1');
    s3.CreateBucket!({ Bucket: 'trail-logs' }, call);
    s3.PutBucketPolicy!({ Bucket: 'trail-logs', Policy: bucketPolicy(resource) }, call);
  };
  const client = (region = 'eu-west-1', who = account) =>
    new CloudTrailClient(clientConfig(sandbox, who, region));
  const trail = client();
  const create = (more: Partial<CreateTrailCommandInput> = {}) =>
    trail.send(new CreateTrailCommand({ Name: 'main', S3BucketName: 'trail-logs', ...more }));
  return { sandbox, makeBucket, client, trail, create, world: sandbox.world, s3 };
}

let serial = 0;
/** Returns a record with its own id and second, in the form that services pass to trails. */
export function record(more: Partial<TrailRecord> = {}): TrailRecord {
  serial++;
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    requestID: `request-${serial}`,
    eventTime: new Date(Date.now() - 60_000 + serial * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    awsRegion: 'eu-west-1',
    recipientAccountId: account,
    eventType: 'AwsApiCall',
    managementEvent: true,
    readOnly: false,
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${account}:assumed-role/deployer/alice`,
      accessKeyId: 'ASIAEXAMPLE',
    },
    requestParameters: { groupId: 'sg-0123456789abcdef0' },
    responseElements: null,
    ...more,
  };
}

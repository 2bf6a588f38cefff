import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigService } from '@aws-sdk/client-config-service';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import type { TrailRecord } from '../../../src/sandbox/service.ts';
import { record } from '../../sandbox/support/trail-account.ts';
import type { Pipeline } from '../pipeline.ts';

export const ACCOUNT = '111122223333';
/** EventBridge receives IAM's events only in this Region. */
export const REGION = 'us-east-1';
export const STACK = 'secgroup-monitor';
export const ROLE = `${STACK}-${REGION}`;
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${STACK}`;
export const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`;
export const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
/** The bucket of the trail that `install --create-trail` creates. */
export const BUCKET = `secgroup-monitor-trail-${ACCOUNT}-${REGION}`;
export const LOG_GROUP = `/aws/lambda/${STACK}`;

/** Clients with all permissions in the account of a stack. */
export type StackAccount = ReturnType<typeof stackAccount>;

export function stackAccount({ config, sandbox }: Pipeline) {
  const clients = {
    cloudtrail: new CloudTrail(config),
    events: new EventBridge(config),
    lambda: new Lambda(config),
    iam: new IAM(config),
    logs: new CloudWatchLogs(config),
    cloudwatch: new CloudWatch(config),
    sqs: new SQS(config),
    sns: new SNS(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    config: new ConfigService(config),
  };
  return {
    ...clients,
    /** Gives the trail the record of a call that the sandbox does not support, in the form of AWS's records. */
    async records(service: string, eventName: string, requestParameters: object, responseElements?: object) {
      const eventSource = `${service}.amazonaws.com`;
      const more = { requestParameters, responseElements: responseElements ?? null };
      sandbox.world.trails.record(
        record({
          eventSource,
          eventName,
          awsRegion: REGION,
          eventTime: `${new Date().toISOString().slice(0, 19)}Z`,
          ...more,
        } as Partial<TrailRecord>),
      );
    },
    queueUrl: `${sandbox.url}/${ACCOUNT}/${STACK}-failed`,
    async trailArn(): Promise<string> {
      const { trailList } = await clients.cloudtrail.describeTrails({});
      return trailList![0]!.TrailARN!;
    },
    [Symbol.dispose]() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** One call: its service, its name in CloudTrail, and a function that makes it. */
export type TamperCall = [
  service: string,
  eventName: string,
  call: (account: StackAccount) => Promise<unknown>,
];

import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { SQS } from '@aws-sdk/client-sqs';
import type { Pipeline } from '../pipeline.ts';

export const ACCOUNT = '111122223333';
/** EventBridge receives IAM's events only in this Region. */
export const REGION = 'us-east-1';
export const STACK = 'secgroup-monitor';
export const ROLE = `${STACK}-${REGION}`;
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${STACK}`;
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
    sqs: new SQS(config),
  };
  return {
    ...clients,
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

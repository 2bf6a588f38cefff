import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowing } from '../sandbox/support/roles.ts';
import { BLINDING_CALLS } from '../support/calls/blinding-calls.ts';
import {
  ACCOUNT,
  BOUNDARY,
  REGION,
  type StackAccount,
  stackAccount,
} from '../support/calls/stack-account.ts';
import { eventually } from '../support/eventually.ts';
import { type Pipeline, pipeline } from '../support/pipeline.ts';

const ALARMS = `arn:aws:sqs:${REGION}:${ACCOUNT}:alarms`;
const Policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: ALARMS,
    },
  ],
});

describe('a call that disables the monitor, with a target of --notify', () => {
  let p: Pipeline;
  let account: StackAccount;
  const heard: { source: string; detail: { eventName?: string; eventSource?: string } }[] = [];

  /** Moves the new messages of the queue to `heard`. */
  async function listen(): Promise<void> {
    const QueueUrl = `${p.sandbox.url}/${ACCOUNT}/alarms`;
    for (;;) {
      const { Messages } = await account.sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
      if (!Messages?.length) return;
      for (const { Body, ReceiptHandle } of Messages) {
        heard.push(JSON.parse(Body!));
        await account.sqs.deleteMessage({ QueueUrl, ReceiptHandle });
      }
    }
  }

  beforeAll(async () => {
    p = await pipeline({
      baseline: 'version: 1\nunlisted: ignore\n',
      region: REGION,
      install: ['--create-trail', '--notify', `${ALARMS}@critical`, '--permissions-boundary', BOUNDARY],
      async prepare(config) {
        const sqs = new SQSClient(config);
        await sqs.send(new CreateQueueCommand({ QueueName: 'alarms', Attributes: { Policy } }));
        sqs.destroy();
        const iam = new IAMClient(config);
        await iam.send(new CreatePolicyCommand({ PolicyName: 'boundary', PolicyDocument: allowing(['*']) }));
        iam.destroy();
      },
    });
    account = stackAccount(p);
  }, 60_000);
  afterAll(async () => {
    account?.[Symbol.dispose]();
    await p?.[Symbol.asyncDispose]();
  });

  /** Returns the function's findings about the call, if the log group still exists. */
  async function findingsOfFunction() {
    const findings = await p.findings().catch((error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
      return [];
    });
    return findings.filter(({ code }) => code === 'monitoring-tampered');
  }

  it.each(BLINDING_CALLS)(
    'reaches the target without the function: %s %s',
    async (service, eventName, call) => {
      heard.length = 0;
      await call(account);
      await eventually(async () => {
        await listen();
        const calls = heard.map(({ source, detail }) => ({ source, eventName: detail.eventName }));
        expect(calls).toContainEqual({ source: `aws.${service}`, eventName });
      });
      expect(await findingsOfFunction()).toEqual([]);
    },
  );
});

// Covers src/commands/install/*.ts, src/commands/teardown.ts, src/commands/status.ts,
// src/commands/redrive.ts, src/render/deploy-pretty.ts, src/commands/options/baseline-choice.ts,
// src/commands/options/one-of.ts.
import { makeAccount } from '../../src/commands/demo/demo-account.ts';
import { testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';
import { NO_EVENTS, recordedScreens, screens } from '../support/screens.ts';

/** An account in which nothing happens except these commands. */
async function quietAccount() {
  const sandbox = await testSandbox({ timing: NO_EVENTS });
  const { context, close } = testContext({ sandbox });
  const aws = await context.aws({});
  return {
    sandbox,
    aws,
    async [Symbol.asyncDispose]() {
      close();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

/** The commands of a stack's whole lifecycle. */
recordedScreens('deploy', async (type) => {
  await using account = await quietAccount();
  const { sandbox, aws } = account;
  const quiet = (...words: string[]) => type([...words, '--quiet', '--yes'], { sandbox });
  await quiet('install', '--preset', 'guard', '--create-trail', '--dry-run');
  await quiet('install', '--preset', 'guard', '--create-trail');
  await quiet('install');
  await quiet('status');
  await (await aws.cloudtrail()).stopLogging({ Name: 'secgroup-monitor-trail' });
  await quiet('status');
  await (await aws.cloudtrail()).startLogging({ Name: 'secgroup-monitor-trail' });
  await (await aws.events()).putRule({ Name: 'secgroup-monitor-tamper', EventPattern: '{"source":["x"]}' });
  await (await aws.logs()).deleteRetentionPolicy({ logGroupName: '/aws/lambda/secgroup-monitor' });
  await quiet('status');
  await quiet('install', '--dry-run');
  await quiet('install');
  await quiet('install', '--preset', 'lab', '--retention', '7', '--sweep', 'off', '--dry-run');
  await quiet('install', '--preset', 'lab', '--retention', '7', '--sweep', 'off');
  // Only the log group: the steps of a larger plan are shown in the order in which they end.
  await (await aws.logs()).deleteRetentionPolicy({ logGroupName: '/aws/lambda/secgroup-monitor' });
  await type(['install'], { sandbox });
  await quiet('teardown', '--keep-logs', '--dry-run');
  await quiet('teardown', '--keep-logs');
  await quiet('teardown', '--delete-trail-logs');
  await quiet('teardown');
  await quiet('status');
});

/** Installs and teardowns that fail, and how the user continues. */
recordedScreens('deploy-failed', async (type) => {
  await using account = await quietAccount();
  const { sandbox, aws } = account;
  await makeAccount(aws);
  const failing = async (fault: string, ...words: string[]) => {
    sandbox.faults.add(fault);
    await type([...words, '--quiet'], { sandbox });
    sandbox.faults.clear();
  };
  await failing('events:PutTargets#1=deny', 'install', '--preset', 'guard');
  await failing('iam:PutRolePolicy#1=deny', 'install', '--preset', 'guard', '--no-rollback');
  await type(['install', '--preset', 'guard', '--quiet'], { sandbox });
  await failing('lambda:UpdateFunctionCode=deny', 'install', '--preset', 'lab');
  await failing('iam:DeleteRole=deny', 'teardown', '--yes');
  await type(['teardown', '--yes', '--quiet'], { sandbox });
});

/** Dead letters that are sent to the function again. */
recordedScreens('redrive', async (type) => {
  await using account = await quietAccount();
  const { sandbox, aws } = account;
  await makeAccount(aws);
  await type(['redrive'], { sandbox });
  await type(['install', '--preset', 'guard', '--quiet'], { sandbox });
  const sqs = await aws.sqs();
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: 'secgroup-monitor-failed' });
  const send = (body: object) => sqs.sendMessage({ QueueUrl, MessageBody: JSON.stringify(body) });
  const event = { source: 'aws.ec2', 'detail-type': 'AWS API Call via CloudTrail', detail: {} };
  await send({ requestPayload: event, requestContext: {} });
  await send({ requestPayload: event, requestContext: {} });
  await type(['status', '--quiet'], { sandbox });
  await type(['redrive', '--dry-run'], { sandbox });
  await type(['redrive'], { sandbox });
  await type(['redrive'], { sandbox });
  await send({ 'not an event': true });
  await type(['redrive'], { sandbox });
});

/** The same commands in several Regions, with one row each. */
recordedScreens('regions', async (type) => {
  await using account = await quietAccount();
  const { sandbox } = account;
  const quiet = (...words: string[]) => type([...words, '--quiet', '--yes'], { sandbox });
  await quiet('install', '--regions', 'eu-west-1,us-east-1', '--create-trail');
  await quiet('status', '--regions', 'eu-west-1,us-east-1');
  await quiet('status', '--regions', 'eu-west-1,us-west-2');
  await quiet('status', '--regions', 'eu-west-1,mars-north-1');
  await quiet('teardown', '--regions', 'eu-west-1,us-east-1', '--dry-run');
  await quiet('teardown', '--regions', 'eu-west-1,us-east-1', '--delete-trail-logs');
  await quiet('teardown', '--regions', 'eu-west-1,us-east-1');
});

/** Errors before anything is changed. */
recordedScreens('deploy-refused', async (typed) => {
  await using account = await quietAccount();
  const { sandbox, aws } = account;
  const files = new Map([['bad.yaml', 'version: 1\ngroups:\n  - match: {}\n']]);
  const type = (...words: string[]) => typed(words, { sandbox, files });
  await type('install');
  await type('install', '--preset', 'strict');
  await type('install', '--preset', 'guard', '--baseline', 'b.yaml');
  await type('install', '--baseline', 'missing.yaml');
  await type('install', '--baseline', 'bad.yaml');
  await type('install', '--enforce', 'maybe');
  await type('install', '--retention', '8');
  await type('install', '--sweep', 'hourly');
  await makeAccount(aws);
  await type('install', '--target', 'arn:aws:sns:eu-west-1:111122223333:none');
  await type('install', '--role-arn', 'arn:aws:iam::111122223333:role/none');
  sandbox.faults.add('lambda:GetFunction=deny');
  await type('install');
  sandbox.faults.clear();
  await (await aws.events()).putRule({ Name: 'secgroup-monitor-change', ScheduleExpression: 'rate(1 day)' });
  await type('install');
  await (await aws.events()).deleteRule({ Name: 'secgroup-monitor-change' });
  await (await aws.cloudtrail()).stopLogging({ Name: 'main' });
  await type('install');
});

/** Asks on a terminal, but not in a pipe. */
screens('teardown-asked', async (at) => {
  await at.type(['teardown']);
  await at.type(['teardown', '--stack', 'other', '--regions', 'all', '--keep-logs', '--delete-trail-logs']);
});

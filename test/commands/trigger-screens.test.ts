import { afterAll, beforeAll } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { makeAccount } from '../../src/commands/demo/demo-account.ts';
import type { TestTriggerReport } from '../../src/reports/test-trigger.ts';
import { atNoon } from '../support/fixed-times.ts';
import { run, testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';
import { NO_EVENTS, type RecordOptions, recordedScreens, screens } from '../support/screens.ts';

/** Followed changes, each made once. Commands that ask or refuse run again for each screen. */
let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let aws: Aws;
let groupId: string;

beforeAll(async () => {
  sandbox = await testSandbox({ functionProcesses: 1 });
  aws = await testContext({ sandbox }).context.aws({});
  ({ groupId } = await makeAccount(aws));
  await run(['install', '--preset', 'guard', '--quiet'], { sandbox });
});
afterAll(async () => {
  aws.close();
  await sandbox[Symbol.asyncDispose]();
});

const alter: RecordOptions['alter'] = (outcome) =>
  'report' in outcome ? { ...outcome, report: atNoon(outcome.report as TestTriggerReport) } : outcome;

recordedScreens('trigger', async (type) => {
  const followed = (...words: string[]) =>
    type(['test-trigger', ...words], { sandbox, alter, now: Date.now });
  await followed();
  await followed('--repeat', '3');
  await followed('--group-id', groupId, '--yes');
  const cloudtrail = await aws.cloudtrail();
  await cloudtrail.stopLogging({ Name: 'main' });
  await followed('--timeout', '200ms');
  await cloudtrail.startLogging({ Name: 'main' });
  sandbox.world.timing.cloudTrailDelayMs = NO_EVENTS.cloudTrailDelayMs;
  await followed('--timeout', '150ms', '--repeat', '3');
});

screens('trigger-refused', async (at) => {
  await at.type(['test-trigger', '--group-id', groupId], { sandbox });
  await at.type(['test-trigger', '--group-id', 'sg-00000000000000000', '--yes'], { sandbox });
  await at.type(['test-trigger', '--group-id', 'sg-1', '--vpc-id', 'vpc-1'], { sandbox });
  await at.type(['test-trigger'], { sandbox, region: 'eu-central-1' });
  await at.type(['test-trigger', '--timeout', 'soon'], { sandbox });
  sandbox.faults.add('ec2:CreateSecurityGroup=deny');
  await at.type(['test-trigger'], { sandbox });
  sandbox.faults.clear();
});

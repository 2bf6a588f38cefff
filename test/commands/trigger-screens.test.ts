import { afterAll, beforeAll, describe } from 'vitest';
import { makeAccount } from '../../src/commands/demo-account.ts';
import { parse, testTrigger } from '../../src/commands/test-trigger.ts';
import { atNoon } from '../support/fixed-times.ts';
import { run, testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';
import { type Recorded, record, screens } from '../support/screens.ts';

/** Followed changes, each made once and shown at each screen; what asks or refuses is typed at each. */
let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let groupId: string;
const recorded = new Map<string, Recorded>();

beforeAll(async () => {
  sandbox = await testSandbox({ functionProcesses: 1 });
  const { context, close } = testContext({ sandbox });
  const aws = await context.aws({});
  ({ groupId } = await makeAccount(aws));
  await run(['install', '--preset', 'guard', '--quiet'], { sandbox });
  await follow('test-trigger');
  await follow('test-trigger --repeat 3', { repeat: '3' });
  await follow(`test-trigger --group-id ${groupId} --yes`, { groupId });
  const cloudtrail = await aws.cloudtrail();
  await cloudtrail.stopLogging({ Name: 'main' });
  await follow('test-trigger --timeout 200ms', { timeout: '200ms' });
  await cloudtrail.startLogging({ Name: 'main' });
  sandbox.world.timing.cloudTrailDelayMs = { min: 2 ** 31 - 1, max: 2 ** 31 - 1 };
  await follow('test-trigger --timeout 150ms --repeat 3', { timeout: '150ms', repeat: '3' });
  close();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

async function follow(line: string, flags: { repeat?: string; timeout?: string; groupId?: string } = {}) {
  const common = { stack: 'secgroup-monitor', yes: true, quiet: false, verbose: false };
  const options = parse({ timeout: '2m', repeat: '1', ...flags }, common);
  const made = await record(
    async (context) => {
      const { report, ...rest } = await testTrigger(options, { ...context, confirm: async () => true });
      return { ...rest, report: atNoon(report) };
    },
    { sandbox },
  );
  recorded.set(line, made);
}

describe('followed once', () => {
  screens('trigger', async (at) => {
    for (const [line, made] of recorded) await at.replay(`secgroup-monitor ${line}`, made);
  });
});

describe('typed', () => {
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
});

import { CreateManagedPrefixListCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect, it } from 'vitest';
import { ec2State } from '../../../src/sandbox/ec2/state.ts';
import { run } from '../../support/run.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';

async function withList() {
  const sandbox = await testSandbox();
  const ec2 = new EC2Client(clientConfig(sandbox, ACCOUNT, REGION));
  const { PrefixList } = await ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: 'partner',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
      Entries: [{ Cidr: '198.51.100.0/24' }],
    }),
  );
  ec2.destroy();
  const id = PrefixList!.PrefixListId!;
  const baseline = (rule: string) => `
version: 1
groups:
  - name: web
    match: { name: web }
    rules: [${rule}]
`;
  const install = async (rule: string, { stack = 'one', words = [] as string[] } = {}) => {
    const files = new Map([['baseline.yaml', baseline(rule)]]);
    const installed = await run(
      [
        'install',
        '--baseline',
        'baseline.yaml',
        '--create-trail',
        '--yes',
        '--format',
        'json',
        '--stack',
        stack,
        ...words,
      ],
      { sandbox, region: REGION, files },
    );
    expect(installed.code, installed.stderr).toBe(0);
    const report = JSON.parse(installed.stdout) as { notes: string[] };
    const events = new EventBridgeClient(clientConfig(sandbox, ACCOUNT, REGION));
    const sweep = await events.send(new DescribeRuleCommand({ Name: `${stack}-sweep` }));
    events.destroy();
    return { notes: report.notes, schedule: sweep.ScheduleExpression };
  };
  return {
    sandbox,
    id,
    install,
    share: () => {
      ec2State(sandbox.world, ACCOUNT, REGION).prefixLists.get(id)!.owner = '444455556666';
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

it('sweeps every ten minutes if the baseline newly refers to a prefix list of another account', async () => {
  await using account = await withList();
  account.share();
  const without = await account.install('tcp 443 from 10.0.0.0/8');
  expect(without.schedule).toBe('rate(1 hour)');
  const first = await account.install(`tcp 443 from ${account.id}`);
  expect(first.notes.join()).toContain(`prefix lists of other accounts (${account.id})`);
  expect(first.schedule).toBe('rate(10 minutes)');
  // The user's choice stays.
  const chosen = await account.install(`tcp 443 from ${account.id}`, { words: ['--sweep', 'rate(1 hour)'] });
  expect(chosen.schedule).toBe('rate(1 hour)');
  const again = await account.install(`tcp 443 from ${account.id}`);
  expect(again).toMatchObject({ notes: [], schedule: 'rate(1 hour)' });
});

it('keeps the schedule for lists of the own account, and if their owner cannot be read', async () => {
  await using account = await withList();
  const own = await account.install(`tcp 443 from ${account.id}`);
  expect(own).toMatchObject({ notes: [], schedule: 'rate(1 hour)' });
  account.share();
  account.sandbox.faults.add('ec2:DescribeManagedPrefixLists=deny');
  const unread = await account.install(`tcp 22 from ${account.id}`, { stack: 'other' });
  expect(unread.notes.join()).toContain('The owners of the prefix lists could not be read');
});

import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import type { Hop, StatusReport } from '../../src/reports/status.ts';
import { logsOf } from '../../src/sandbox/logs/state.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { faultSandbox, furnish } from '../faults/harness.ts';
import { run, testContext } from '../support/run.ts';
import { plain } from '../support/terminal.ts';
import { typeRemedy } from '../support/typed-remedy.ts';

/**
 * Types every command that status and the errors print, as a user pastes it: into a shell with another Region, no
 * stack and no endpoint.
 */
const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const STACK = 'edge';
const ENV = {
  AWS_ACCESS_KEY_ID: ACCOUNT,
  AWS_SECRET_ACCESS_KEY: '',
  AWS_REGION: 'us-west-2',
};

let sandbox: Awaited<ReturnType<typeof faultSandbox>>;
let aws: Aws;
let close: () => void;
let here: string[];
/** The end of every command. */
let place: string;

beforeAll(async () => {
  sandbox = await faultSandbox();
  ENV.AWS_SECRET_ACCESS_KEY = sandbox.secret;
  furnish('update', sandbox, ACCOUNT);
  const opened = testContext({ sandbox, region: REGION });
  ({ close } = opened);
  aws = await opened.context.aws({});
  here = ['--stack', STACK, '--region', REGION, '--endpoint-url', sandbox.url];
  place = here.join(' ');
  expect((await run(['install', '--preset', 'guard', ...here], { env: ENV })).code).toBe(0);
}, 60_000);
afterAll(async () => {
  close();
  await sandbox[Symbol.asyncDispose]();
});

async function hops(): Promise<Hop[]> {
  const { stdout } = await run(['status', '--format', 'json', ...here], { env: ENV });
  return (JSON.parse(stdout) as StatusReport).hops;
}

const type = (line: string) => typeRemedy(line, { env: ENV, tty: true, answer: true });

interface Breakage {
  what: string;
  how(sandbox: Sandbox): Promise<unknown>;
  hop: Hop['hop'];
  /** The command without the place. */
  remedy: string;
}

const removeTargets = async (rule: string) =>
  (await aws.events()).removeTargets({ Rule: `${STACK}-${rule}`, Ids: ['function'] });
const queueUrl = async () => (await (await aws.sqs()).getQueueUrl({ QueueName: `${STACK}-failed` })).QueueUrl;
const INSTALL = 'secgroup-monitor install';

const BREAKAGES: Breakage[] = [
  {
    what: 'the trail is stopped',
    how: async () => (await aws.in('eu-west-1').cloudtrail()).stopLogging({ Name: 'main' }),
    hop: 'trail',
    remedy: 'aws cloudtrail start-logging',
  },
  {
    what: 'the trail logs reads only',
    how: async () =>
      (await aws.in('eu-west-1').cloudtrail()).putEventSelectors({
        TrailName: 'main',
        EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }],
      }),
    hop: 'selectors',
    remedy: 'aws cloudtrail put-event-selectors',
  },
  {
    what: 'a rule is gone',
    how: async () => {
      await removeTargets('change');
      await (await aws.events()).deleteRule({ Name: `${STACK}-change` });
    },
    hop: 'rule',
    remedy: INSTALL,
  },
  {
    what: 'a rule is disabled',
    how: async () => {
      const events = await aws.events();
      const { EventPattern, Description } = await events.describeRule({ Name: `${STACK}-change` });
      await events.putRule({ Name: `${STACK}-change`, EventPattern, Description, State: 'DISABLED' });
    },
    hop: 'rule',
    remedy: 'aws events enable-rule',
  },
  {
    what: 'a pattern matches something else',
    how: async () =>
      (await aws.events()).putRule({ Name: `${STACK}-change`, EventPattern: '{"source":["aws.s3"]}' }),
    hop: 'pattern',
    remedy: INSTALL,
  },
  { what: 'a target is gone', how: () => removeTargets('change'), hop: 'target', remedy: INSTALL },
  {
    what: 'a permission is gone',
    how: async () =>
      (await aws.lambda()).removePermission({ FunctionName: STACK, StatementId: `${STACK}-change` }),
    hop: 'permission',
    remedy: INSTALL,
  },
  {
    what: 'the function never runs',
    how: async ({ world }) => {
      const [lambda] = world.states<{ functions: Map<string, { reserved?: number }> }>('lambda');
      lambda!.state.functions.get(STACK)!.reserved = 0;
    },
    hop: 'function',
    remedy: 'aws lambda delete-function-concurrency',
  },
  {
    what: 'the function is gone',
    how: async () => (await aws.lambda()).deleteFunction({ FunctionName: STACK }),
    hop: 'function',
    remedy: `${INSTALL} --preset last`,
  },
  {
    what: 'the function and the copy of its baseline are gone',
    how: async () => {
      await (await aws.lambda()).deleteFunction({ FunctionName: STACK });
      await (await aws.logs()).deleteLogGroup({ logGroupName: `/secgroup-monitor/${STACK}/baseline` });
    },
    hop: 'function',
    remedy: `${INSTALL} --preset guard`,
  },
  {
    what: 'the function has other code',
    how: async () => {
      const lambda = await aws.lambda();
      await lambda.updateFunctionCode({
        FunctionName: STACK,
        ZipFile: zipSync({ 'index.mjs': new Uint8Array() }),
      });
    },
    hop: 'installation',
    remedy: `${INSTALL} --preset last`,
  },
  {
    what: 'the function lost its tag',
    how: async () =>
      (await aws.lambda()).untagResource({
        Resource: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${STACK}`,
        TagKeys: ['secgroup-monitor:stack'],
      }),
    hop: 'function',
    remedy: `${INSTALL} --adopt`,
  },
  {
    what: 'the role has another policy',
    how: async () =>
      (await aws.iam()).putRolePolicy({
        RoleName: `${STACK}-${REGION}`,
        PolicyName: 'secgroup-monitor',
        PolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
      }),
    hop: 'role',
    remedy: INSTALL,
  },
  {
    what: 'the log group is gone',
    how: async () => (await aws.logs()).deleteLogGroup({ logGroupName: `/aws/lambda/${STACK}` }),
    hop: 'log-group',
    remedy: INSTALL,
  },
  {
    what: 'an event was not handled',
    how: async () => {
      const event = { 'detail-type': 'Check Security Group', source: 'secgroup-monitor', detail: {} };
      await (await aws.sqs()).sendMessage({ QueueUrl: await queueUrl(), MessageBody: JSON.stringify(event) });
    },
    hop: 'dead-letter-queue',
    remedy: 'secgroup-monitor redrive',
  },
  {
    what: 'an alarm is gone',
    how: async () => (await aws.cloudwatch()).deleteAlarms({ AlarmNames: [`${STACK}-heartbeat`] }),
    hop: 'alarms',
    remedy: INSTALL,
  },
  {
    what: 'an alarm goes off because an event was not handled',
    how: async () => {
      const event = { 'detail-type': 'Check Security Group', source: 'secgroup-monitor', detail: {} };
      await (await aws.sqs()).sendMessage({ QueueUrl: await queueUrl(), MessageBody: JSON.stringify(event) });
    },
    hop: 'alarms',
    remedy: 'secgroup-monitor redrive',
  },
  { what: 'the tamper rule is deaf', how: () => removeTargets('tamper'), hop: 'tamper', remedy: INSTALL },
];

describe('the command that status prints for a broken hop', () => {
  it.each(BREAKAGES)('fixes it: $what', async ({ how, hop, remedy }) => {
    await how(sandbox);
    const printed = (await hops()).find((one) => one.hop === hop && !one.ok)?.remedy ?? '';
    const [tool] = remedy.split(' ');
    expect(printed).toMatch(new RegExp(`^${remedy.replaceAll('-', '[-]')} `));
    if (tool === 'secgroup-monitor') expect(printed).toBe(`${remedy} ${place}`);
    expect((await type(printed)).code).toBe(0);
    expect((await hops()).filter(({ ok }) => !ok)).toEqual([]);
  });
});

/** The commands in backticks. */
const commandsIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, line]) => line!);

describe('the command that an error prints', () => {
  it('installs the stack where none is', async () => {
    const other = ['--stack', 'other', '--region', REGION, '--endpoint-url', sandbox.url];
    for (const words of [['baseline', 'show'], ['logs'], ['test-trigger']]) {
      const { stderr, code } = await run([...words, ...other], { env: ENV });
      expect(code).not.toBe(0);
      expect(commandsIn(stderr)).toEqual([`secgroup-monitor install ${other.join(' ')}`]);
    }
    const [install] = [`secgroup-monitor install ${other.join(' ')}`];
    expect((await type(install)).code).toBe(0);
    expect((await run(['teardown', '--yes', ...other], { env: ENV })).code).toBe(0);
  });

  it('removes what a failed install left, or continues it', async () => {
    const other = ['--stack', 'other', '--region', REGION, '--endpoint-url', sandbox.url];
    const fault = sandbox.faults.add('lambda:CreateFunction=deny');
    const failed = await run(['install', '--no-rollback', ...other], { env: ENV });
    fault.remove();
    expect(failed.code).toBe(5);
    expect(failed.stderr).toContain('run the same command again with --preset snapshot');
    const [teardown = ''] = commandsIn(failed.stderr);
    expect(teardown).toBe(`secgroup-monitor teardown ${other.join(' ')}`);
    expect((await run(['install', '--preset', 'snapshot', ...other], { env: ENV })).code).toBe(0);
    expect((await type(teardown)).code).toBe(0);
    expect((await hops()).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('continues a teardown that stopped', async () => {
    const other = ['--stack', 'other', '--region', REGION, '--endpoint-url', sandbox.url];
    expect((await run(['install', '--preset', 'guard', ...other], { env: ENV })).code).toBe(0);
    const fault = sandbox.faults.add('sqs:DeleteQueue=deny');
    const failed = await run(['teardown', '--yes', ...other], { env: ENV });
    fault.remove();
    expect(failed.code).toBe(5);
    const teardown = commandsIn(failed.stderr).at(-1)!;
    expect(teardown).toBe(`secgroup-monitor teardown ${other.join(' ')}`);
    expect(plain((await type(teardown)).stdout)).toMatch(/A final check found no remaining\s+resources\./);
  });

  it('lets Lambda assume your own role', async () => {
    const iam = await aws.iam();
    const trust = (Service: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
      });
    await iam.createRole({ RoleName: 'mine', AssumeRolePolicyDocument: trust('ec2.amazonaws.com') });
    await iam.putRolePolicy({
      RoleName: 'mine',
      PolicyName: 'all',
      PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    });
    const words = ['install', '--dry-run', '--role-arn', `arn:aws:iam::${ACCOUNT}:role/mine`, ...here];
    const refused = await run(['install', ...words.slice(2)], { env: ENV });
    expect(refused.code).toBe(5);
    await type(commandsIn(refused.stderr)[0]!);
    expect((await run(words, { env: ENV })).code).toBe(0);
  });

  it('installs in us-east-1 too, and shows what to run next', async () => {
    const { stdout } = await run(['install', '--retention', '7', ...here], { env: ENV });
    const both = `secgroup-monitor install --regions ${REGION},us-east-1 --stack ${STACK} --endpoint-url ${sandbox.url}`;
    expect(stdout).toContain(`-> ${both}\n`);
    expect((await type(both)).code).toBe(0);
    const elsewhere = ['--stack', STACK, '--region', 'us-east-1', '--endpoint-url', sandbox.url];
    expect((await run(['teardown', '--yes', ...elsewhere], { env: ENV })).code).toBe(0);
    const next = stdout.slice(stdout.indexOf('Next:')).match(/secgroup-monitor .*/g);
    expect(next).toEqual(
      ['test-trigger', 'logs --follow', 'status'].map((words) => `secgroup-monitor ${words} ${place}`),
    );
    expect((await type(next?.at(-1) ?? '')).code).toBe(0);
  });

  it('deletes a message that is not an event from the queue', async () => {
    await (await aws.sqs()).sendMessage({ QueueUrl: await queueUrl(), MessageBody: 'no event' });
    const { stdout } = await run(['redrive', ...here], { env: ENV });
    const purge = stdout.match(/run: (aws .*)$/m)?.[1] ?? '';
    await type(purge);
    expect((await hops()).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('creates a trail where none is', async () => {
    const other = ['--stack', 'other', '--region', REGION, '--endpoint-url', sandbox.url];
    const env = { ...ENV, AWS_ACCESS_KEY_ID: '444455556666' };
    const refused = await run(['install', '--preset', 'guard', ...other], { env });
    expect(refused.code).toBe(5);
    const [install = ''] = commandsIn(refused.stderr);
    expect(install).toBe(`secgroup-monitor install --create-trail ${other.join(' ')}`);
    expect((await typeRemedy(install, { env })).code).toBe(0);
    expect((await run(['status', ...other], { env })).code).toBe(0);
  });

  it('makes AWS Config record security groups, or goes on without it', async () => {
    const region = 'eu-west-2';
    const place = ['--stack', 'other', '--region', region, '--endpoint-url', sandbox.url];
    const install = ['install', '--preset', 'guard', '--source', 'config', ...place];
    const remedy = async () => {
      const refused = await run(install, { env: ENV });
      expect(refused.code).toBe(5);
      return commandsIn(refused.stderr)[0]!;
    };
    expect(await remedy()).toBe(`secgroup-monitor install --source cloudtrail ${place.join(' ')}`);
    expect((await type(await remedy())).code).toBe(0);
    expect((await run(['teardown', '--yes', ...place], { env: ENV })).code).toBe(0);

    const aws = (words: string) => type(`aws ${words} --region ${region} --endpoint-url ${sandbox.url}`);
    const role = `arn:aws:iam::${ACCOUNT}:role/${STACK}-${REGION}`;
    await aws(
      `configservice put-configuration-recorder --configuration-recorder name=default,roleARN=${role} --recording-group allSupported=false`,
    );
    await aws('configservice put-delivery-channel --delivery-channel name=default,s3BucketName=trail-logs');
    expect(await remedy()).toMatch(/^aws configservice put-configuration-recorder /);
    await type(await remedy());
    expect(await remedy()).toMatch(/^aws configservice start-configuration-recorder /);
    await type(await remedy());
    expect((await run(install, { env: ENV })).code).toBe(0);
    expect((await run(['teardown', '--yes', ...place], { env: ENV })).code).toBe(0);
  });

  it('shows the state after an interrupted final check', async () => {
    const other = ['--stack', 'other', '--region', REGION, '--endpoint-url', sandbox.url];
    expect((await run(['install', '--preset', 'guard', ...other], { env: ENV })).code).toBe(0);
    const stop = new AbortController();
    const { groups } = logsOf(sandbox.world, ACCOUNT, REGION);
    const interrupted = await run(['install', '--preset', 'guard', '--retention', '7', ...other], {
      env: ENV,
      signal: stop.signal,
      onStderr: (text) => {
        if (!text.includes('Updated baseline-copy')) return;
        // AWS does not show the new retention yet.
        groups.get('/aws/lambda/other')!.retentionInDays = 30;
        stop.abort();
      },
    });
    expect(interrupted.stderr).toContain('Interrupted during the final check');
    const [status = ''] = commandsIn(interrupted.stderr);
    expect(status).toBe(`secgroup-monitor status ${other.join(' ')}`);
    groups.get('/aws/lambda/other')!.retentionInDays = 7;
    expect((await type(status)).code).toBe(0);
    expect((await run(['teardown', '--yes', ...other], { env: ENV })).code).toBe(0);
  });

  it('judges the groups after an interruption at the end of an install', async () => {
    const stop = new AbortController();
    const fault = sandbox.faults.add('ec2:DescribeSecurityGroups=delay:1000ms');
    const interrupted = await run(['install', '--preset', 'guard', '--retention', '14', ...here], {
      env: ENV,
      signal: stop.signal,
      onStderr: (text) => {
        if (text.includes('Verified the installation')) stop.abort();
      },
    });
    fault.remove();
    expect(interrupted.code).toBe(130);
    expect(plain(interrupted.stderr)).toMatch(/The\s+installation\s+is\s+complete\./);
    const [audit = ''] = commandsIn(interrupted.stderr);
    expect(audit).toBe(`secgroup-monitor audit ${place}`);
    expect((await type(audit)).code).toBeLessThan(2);
  });
});

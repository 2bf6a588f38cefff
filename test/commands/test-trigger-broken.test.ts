import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { makeAccount } from '../../src/commands/demo/demo-account.ts';
import type { StatusReport } from '../../src/reports/status.ts';
import type { TestTriggerReport } from '../../src/reports/test-trigger.ts';
import { run, testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';

/** Breaks each part of the pipeline, diagnoses it, and then runs the printed fix. */

const NAME = 'secgroup-monitor';
/** Without a readable function, install takes the last baseline from its copy. */
const INSTALL = `secgroup-monitor install( --preset last)? --stack ${NAME} --region eu-west-1`;

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let aws: Aws;

beforeAll(async () => {
  sandbox = await testSandbox();
  aws = await testContext({ sandbox }).context.aws({});
  await makeAccount(aws);
  expect((await run(['install', '--preset', 'guard', '--quiet'], { sandbox })).code).toBe(0);
});
afterAll(() => sandbox[Symbol.asyncDispose]());

interface Breakage {
  name: string;
  broken: string;
  remedy: RegExp;
  /** How long to wait for the finding that does not arrive. */
  timeout?: string;
  break(): Promise<unknown>;
  /** Only if the remedy is a command of the AWS CLI. */
  fix?(): Promise<unknown>;
}

const trailArn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';
const selectors = (IncludeManagementEvents: boolean) => ({
  TrailName: 'main',
  EventSelectors: [{ ReadWriteType: 'All' as const, IncludeManagementEvents, DataResources: [] }],
});

const BREAKAGES: Breakage[] = [
  {
    name: 'the trail is stopped',
    broken: 'trail',
    remedy: /^aws cloudtrail start-logging --name \S+trail\/main --region eu-west-1$/,
    break: async () => (await aws.cloudtrail()).stopLogging({ Name: 'main' }),
    fix: async () => (await aws.cloudtrail()).startLogging({ Name: trailArn }),
  },
  {
    name: 'the trail logs no management events',
    broken: 'selectors',
    remedy: /^aws cloudtrail put-event-selectors /,
    break: async () => (await aws.cloudtrail()).putEventSelectors(selectors(false)),
    fix: async () => (await aws.cloudtrail()).putEventSelectors(selectors(true)),
  },
  {
    name: 'the rule is disabled',
    broken: 'rule',
    remedy: /^aws events enable-rule --name secgroup-monitor-change --region eu-west-1$/,
    break: async () => (await aws.events()).putRule({ ...(await rule()), State: 'DISABLED' }),
    fix: async () => (await aws.events()).putRule({ ...(await rule()), State: 'ENABLED' }),
  },
  {
    name: 'the pattern is changed',
    broken: 'pattern',
    remedy: new RegExp(`^${INSTALL}`),
    break: async () =>
      (await aws.events()).putRule({ ...(await rule()), EventPattern: '{"source":["aws.s3"]}' }),
  },
  {
    name: 'the target is removed',
    broken: 'target',
    remedy: new RegExp(`^${INSTALL}`),
    break: async () => {
      const events = await aws.events();
      const { Targets = [] } = await events.listTargetsByRule({ Rule: `${NAME}-change` });
      await events.removeTargets({ Rule: `${NAME}-change`, Ids: Targets.map((target) => target.Id!) });
    },
  },
  {
    name: 'the permission is missing',
    broken: 'permission',
    remedy: new RegExp(`^${INSTALL}`),
    break: async () => {
      const lambda = await aws.lambda();
      const { Policy } = await lambda.getPolicy({ FunctionName: NAME });
      for (const { Sid } of (JSON.parse(Policy!) as { Statement: { Sid: string }[] }).Statement) {
        await lambda.removePermission({ FunctionName: NAME, StatementId: Sid });
      }
    },
  },
  {
    name: 'the function fails',
    broken: 'function',
    remedy: new RegExp(`^${INSTALL}`),
    // Long enough for its failure to be in the log.
    timeout: '300ms',
    break: async () => {
      const failing = 'export const handler = async () => { throw new Error("broken on purpose"); };';
      const ZipFile = zipSync({ 'index.mjs': new TextEncoder().encode(failing) });
      await (await aws.lambda()).updateFunctionCode({ FunctionName: NAME, ZipFile });
    },
  },
  {
    name: 'the role has no permissions',
    broken: 'role',
    remedy: new RegExp(`^${INSTALL}`),
    break: async () => {
      const iam = await aws.iam();
      await iam.deleteRolePolicy({ RoleName: `${NAME}-eu-west-1`, PolicyName: 'secgroup-monitor' });
    },
  },
  {
    name: 'the log group is deleted',
    broken: 'log-group',
    remedy: new RegExp(`^${INSTALL}`),
    break: async () => (await aws.logs()).deleteLogGroup({ logGroupName: `/aws/lambda/${NAME}` }),
  },
  {
    name: 'there is no trail',
    broken: 'trail',
    remedy: /--create-trail/,
    break: async () => (await aws.cloudtrail()).deleteTrail({ Name: 'main' }),
  },
];

async function rule() {
  const { Name, EventPattern, Description } = await (await aws.events()).describeRule({
    Name: `${NAME}-change`,
  });
  return { Name, EventPattern, Description };
}

async function diagnosed(timeout = '100ms'): Promise<TestTriggerReport> {
  const { code, stdout, stderr } = await run(
    ['test-trigger', '--timeout', timeout, '--format', 'json', '--quiet'],
    { sandbox, eager: true },
  );
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  return JSON.parse(stdout) as TestTriggerReport;
}

/** Runs one of our own commands as it is printed. */
async function obey(remedy: string): Promise<void> {
  const [program, ...argv] = remedy.split(' ');
  expect(program).toBe('secgroup-monitor');
  expect(await run([...argv, '--yes', '--quiet'], { sandbox, eager: true })).toMatchObject({ code: 0 });
}

describe('a broken hop', () => {
  it.each(BREAKAGES)(
    'is reported with a remedy that fixes it: $name',
    async ({ broken, remedy, timeout, break: breakIt, fix }) => {
      await breakIt();
      const status = await run(['status', '--format', 'json', '--quiet'], { sandbox });
      expect(status.code).toBe(1);
      const { hops } = JSON.parse(status.stdout) as StatusReport;
      expect(hops.some((hop) => !hop.ok && (hop.hop === broken || hop.hop === 'installation'))).toBe(true);
      const { diagnosis } = await diagnosed(timeout);
      expect(diagnosis!.broken).toBe(broken);
      expect(diagnosis!.remedy).toMatch(remedy);
      if (fix) await fix();
      else await obey(diagnosis!.remedy);
      const again = await run(['test-trigger', '--timeout', '10s'], { sandbox, eager: true });
      expect(again).toMatchObject({ code: 0 });
    },
  );

  it('reports dead letters if nothing else is broken', async () => {
    const queueUrl = (await (await aws.sqs()).getQueueUrl({ QueueName: `${NAME}-failed` })).QueueUrl!;
    await (await aws.sqs()).sendMessage({ QueueUrl: queueUrl, MessageBody: '{}' });
    const status = await run(['status', '--format', 'json', '--quiet'], { sandbox });
    const { hops } = JSON.parse(status.stdout) as StatusReport;
    expect(hops.find((hop) => !hop.ok)).toMatchObject({
      hop: 'dead-letter-queue',
      remedy: `secgroup-monitor redrive --stack ${NAME} --region eu-west-1`,
    });
  });
});

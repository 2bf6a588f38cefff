import type { Command } from 'commander';
import type { Aws } from '../../aws/aws.ts';
import { AppError } from '../../core/errors.ts';
import type { FindingKind } from '../../core/finding/finding.ts';
import { say } from '../../core/words/say.ts';
import { DEFAULT_STACK } from '../../deploy/stack.ts';
import type { CommonOptions, Context } from '../../host/context.ts';
import { DEMO_SCHEMA, type DemoItem } from '../../reports/demo.ts';
import type { StartSandboxOptions } from '../../sandbox/sandbox.ts';
import { install, parse as parseInstall } from '../install/install.ts';
import { logs, parse as parseLogs } from '../logs.ts';
import { sandboxExports } from '../sandbox.ts';
import type { Shell, StreamResult } from '../shell.ts';
import { parse as parseTeardown, teardown } from '../teardown.ts';
import { parse as parseTestTrigger, testTrigger } from '../test-trigger.ts';
import { type DemoAccount, EXAMPLE_GROUP, makeAccount } from './demo-account.ts';

type DemoContext = Pick<
  Context,
  'aws' | 'files' | 'readStdin' | 'now' | 'sleep' | 'signal' | 'progress' | 'confirm' | 'env'
>;

export function register(program: Command, shell: Shell, run = demo): void {
  shell.command(program, 'demo').action(shell.action((_flags, common) => run(common, shell.ctx)));
}

/** Shows everything on a local AWS: install, test, a real drift and its finding, repair, teardown. */
export async function demo(
  common: CommonOptions,
  ctx: DemoContext,
  place: StartSandboxOptions = { timing: 'lifelike' },
): Promise<StreamResult> {
  const startedAt = ctx.now();
  return {
    stream: DEMO_SCHEMA,
    items: steps(common, ctx, startedAt, place),
    summary: () => '',
    failed: () => false,
  };
}

type WithoutSchema<T> = T extends { schema: unknown } ? Omit<T, 'schema'> : never;

/** The report lists the steps, so their progress is not shown. */
const silent = () => {};

const itemsOf = (...items: WithoutSchema<DemoItem>[]): DemoItem[] =>
  items.map((item) => ({ schema: DEMO_SCHEMA, ...item }) as DemoItem);

async function* steps(
  common: CommonOptions,
  ctx: DemoContext,
  startedAt: number,
  place: StartSandboxOptions,
): AsyncGenerator<DemoItem[]> {
  const { startSandbox } = await import('../../sandbox/sandbox.ts');
  const sandbox = await startSandbox(place);
  try {
    const env = sandboxExports(sandbox);
    const inside: DemoContext & Pick<Context, 'confirm'> = {
      ...ctx,
      env,
      confirm: async () => true,
      aws: (target) => ctx.aws({ region: target.region }, env),
    };
    // The user's profile, Region and endpoint do not apply to the sandbox.
    const options: CommonOptions = {
      stack: common.stack,
      yes: true,
      quiet: common.quiet,
      verbose: common.verbose,
    };
    yield itemsOf({
      type: 'step',
      number: 1,
      title: say`A local AWS`,
      text: say`An empty local AWS listens at ${sandbox.url}, only for this demo. The demo creates what a real account has: a trail that logs write events, and a security group "web" that admits HTTP and HTTPS from anywhere.`,
    });
    const aws = await inside.aws({});
    const account = await makeAccount(aws);
    yield* installed(options, inside);
    yield* tested(options, inside);
    yield* drifted(options, inside, account);
    yield* tornDown(options, inside, aws);
    yield itemsOf({ type: 'end', durationMs: ctx.now() - startedAt });
  } finally {
    await sandbox.close();
  }
}

/** A secgroup-monitor command line. */
function command(words: string, { stack }: CommonOptions): WithoutSchema<DemoItem> {
  const named = stack === DEFAULT_STACK ? '' : ` --stack ${stack}`;
  return { type: 'command', line: `secgroup-monitor ${words}${named}` };
}

/** account.rewriteRule as an AWS CLI command. */
function rewriteCommand({ groupId, httpsRuleId }: DemoAccount, port: number): WithoutSchema<DemoItem> {
  const rule = `SecurityGroupRule={IpProtocol=tcp,FromPort=${port},ToPort=${port},CidrIpv4=0.0.0.0/0}`;
  const change = `'SecurityGroupRuleId=${httpsRuleId},${rule}'`;
  const line = `aws ec2 modify-security-group-rules --group-id ${groupId} --security-group-rules ${change}`;
  return { type: 'command', line };
}

async function* installed(options: CommonOptions, ctx: DemoContext): AsyncGenerator<DemoItem[]> {
  yield itemsOf(
    {
      type: 'step',
      number: 2,
      title: say`Install`,
      text: say`An EventBridge rule matches every call that can change a group. A Lambda function then judges the current state of the group. The preset "lab" allows tcp 80 and 443 from anywhere, and nothing else.`,
    },
    command('install --preset lab', options),
  );
  const flags = { preset: 'lab', rollback: true };
  const { report } = await install(parseInstall(flags, options), { ...ctx, progress: silent });
  yield itemsOf({ type: 'report', report });
}

async function* tested(options: CommonOptions, ctx: DemoContext): AsyncGenerator<DemoItem[]> {
  yield itemsOf(
    {
      type: 'step',
      number: 3,
      title: say`Does the alarm work?`,
      text: say`test-trigger makes a harmless change in a canary group, and follows it by its request id, hop by hop, to the finding.`,
    },
    command('test-trigger', options),
  );
  const flags = { timeout: '30s', repeat: '1' };
  const { report } = await testTrigger(parseTestTrigger(flags, options), ctx);
  yield itemsOf({ type: 'report', report });
  if (!report.ok) throw demoFailed(say`the test change produced no finding`);
}

async function* drifted(
  options: CommonOptions,
  ctx: DemoContext,
  account: DemoAccount,
): AsyncGenerator<DemoItem[]> {
  yield itemsOf(
    {
      type: 'step',
      number: 4,
      title: say`A real drift`,
      text: say`One ModifySecurityGroupRules call changes the HTTPS rule of "web" to SSH from anywhere. A tool that watches only for Authorize calls does not see this.`,
    },
    rewriteCommand(account, 22),
  );
  const since = ctx.now();
  await account.rewriteRule(22);
  yield* finding(options, ctx, account, ['drift'], since);
  yield itemsOf(
    {
      type: 'step',
      number: 5,
      title: say`Repair`,
      text: say`The same call changes the rule back. The monitor reports that the group matches its baseline again.`,
    },
    rewriteCommand(account, 443),
  );
  const repairedAt = ctx.now();
  await account.rewriteRule(443);
  // An execution environment that did not judge the drift itself reports `compliant`.
  yield* finding(options, ctx, account, ['resolved', 'compliant'], repairedAt);
}

async function* finding(
  options: CommonOptions,
  ctx: DemoContext,
  account: DemoAccount,
  kinds: FindingKind[],
  since: number,
): AsyncGenerator<DemoItem[]> {
  yield itemsOf(
    command(`logs --follow --group ${account.groupId} --kind ${kinds.join(',')} --count 1`, options),
  );
  const flags = {
    follow: true,
    since: new Date(since).toISOString(),
    group: [account.groupId],
    kind: kinds,
    count: '1',
    idleTimeout: '15s',
  };
  const followed = await logs(parseLogs(flags, { ...options, format: 'pretty' }, ctx.now()), ctx);
  for await (const batch of followed.items)
    yield itemsOf(...batch.map((item) => ({ type: 'item', item }) as const));
  if (followed.failed())
    throw demoFailed(say`the change produced no finding of kind ${kinds.join(say` or `)}`);
}

async function* tornDown(options: CommonOptions, ctx: DemoContext, aws: Aws): AsyncGenerator<DemoItem[]> {
  yield itemsOf(
    {
      type: 'step',
      number: 6,
      title: say`Teardown`,
      text: say`teardown removes everything that install created, in an order in which nothing can come back.`,
    },
    command('teardown --yes', options),
  );
  const { report } = await teardown(parseTeardown({}, options), { ...ctx, progress: silent });
  yield itemsOf({ type: 'report', report });
  const left = await leftOf(aws);
  yield itemsOf(
    {
      type: 'step',
      number: 7,
      title: say`What is left?`,
      text: say`The demo now lists the resources in the account, service by service, without relying on the monitor or its tags.`,
    },
    { type: 'proof', left },
  );
  if (left.some(({ names }) => names.length > 0)) throw demoFailed(say`something was left behind`);
}

/** Lists all resources of the kinds that a stack creates, whatever their name or tag, except the groups of the example. */
async function leftOf(aws: Aws): Promise<{ what: string; names: string[] }[]> {
  const [lambda, events, iam, logGroups, sqs, ec2, cloudwatch] = await Promise.all([
    aws.lambda(),
    aws.events(),
    aws.iam(),
    aws.logs(),
    aws.sqs(),
    aws.ec2(),
    aws.cloudwatch(),
  ]);
  const [functions, rules, roles, groups, queues, securityGroups, alarms] = await Promise.all([
    lambda.listFunctions({}),
    events.listRules({}),
    iam.listRoles({}),
    logGroups.describeLogGroups({}),
    sqs.listQueues({}),
    ec2.describeSecurityGroups({}),
    cloudwatch.describeAlarms({}),
  ]);
  const own = new Set(['default', EXAMPLE_GROUP]);
  return [
    { what: say`Lambda functions`, names: namesOf(functions.Functions, ({ FunctionName }) => FunctionName) },
    { what: say`EventBridge rules`, names: namesOf(rules.Rules, ({ Name }) => Name) },
    { what: say`IAM roles`, names: namesOf(roles.Roles, ({ RoleName }) => RoleName) },
    { what: say`log groups`, names: namesOf(groups.logGroups, ({ logGroupName }) => logGroupName) },
    { what: say`CloudWatch alarms`, names: namesOf(alarms.MetricAlarms, ({ AlarmName }) => AlarmName) },
    { what: say`SQS queues`, names: queues.QueueUrls ?? [] },
    {
      what: say`security groups of the monitor`,
      names: namesOf(securityGroups.SecurityGroups, ({ GroupName }) => GroupName).filter(
        (name) => !own.has(name),
      ),
    },
  ];
}

function namesOf<T>(list: readonly T[] | undefined, nameOf: (one: T) => string | undefined): string[] {
  return (list ?? []).map((one) => nameOf(one) ?? '');
}

function demoFailed(what: string): AppError {
  return new AppError({
    kind: 'internal',
    code: 'demo-failed',
    message: say`The demo failed: ${what}.`,
    hint: say`Please report it with the output above.`,
  });
}

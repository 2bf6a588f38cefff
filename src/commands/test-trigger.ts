import type { Command } from 'commander';
import type { Aws } from '../aws/aws.ts';
import { AppError, unlessCode, usageError } from '../core/errors.ts';
import { CANARY_RULE } from '../core/judge/canary.ts';
import { say } from '../core/words/say.ts';
import { awsCommand, type CommandPlace, ourCommand } from '../deploy/command-line.ts';
import { stackNames } from '../deploy/stack.ts';
import type { CommandResult, CommonOptions, Context } from '../host/context.ts';
import { TEST_TRIGGER_SCHEMA, type TestTriggerReport, type TriggerRun } from '../reports/test-trigger.ts';
import {
  type Canary,
  chooseVpc,
  findGroup,
  makeCanary,
  removeCanary,
  removeLeftovers,
} from '../trigger/canary.ts';
import { diagnose } from '../trigger/diagnose.ts';
import { statisticsOf } from '../trigger/timeline.ts';
import { triggerOnce } from '../trigger/trigger-once.ts';
import { parseCount, parseDuration } from './options/parse-time.ts';
import type { Shell } from './shell.ts';

export interface TestTriggerFlags {
  groupId?: string;
  vpcId?: string;
  timeout: string;
  repeat: string;
}

export interface TestTriggerOptions extends CommonOptions {
  groupId?: string | undefined;
  vpcId?: string | undefined;
  timeoutMs: number;
  repeat: number;
}

type TestTriggerContext = Pick<Context, 'aws' | 'now' | 'sleep' | 'signal' | 'progress' | 'confirm'>;

export function register(program: Command, shell: Shell, run = testTrigger): void {
  shell
    .command(program, 'test-trigger')
    .option('--timeout <duration>', say`wait this long for the finding`, '2m')
    .option('--repeat <n>', say`run n times and show minimum, median and maximum`, '1')
    .option('--vpc-id <vpc>', say`create the canary group in this VPC (default: the default VPC)`)
    .option('--group-id <group>', say`change this existing group instead of a canary group (asks first)`)
    .action(shell.action<TestTriggerFlags>((flags, common) => run(parse(flags, common), shell.ctx)));
}

/** @throws AppError kind usage. */
export function parse(flags: TestTriggerFlags, common: CommonOptions): TestTriggerOptions {
  if (flags.groupId !== undefined && flags.vpcId !== undefined) {
    throw usageError(
      'group-and-vpc',
      say`--vpc-id creates a canary group, but --group-id uses an existing group.`,
      say`Use only one of them.`,
    );
  }
  return {
    ...common,
    groupId: flags.groupId,
    vpcId: flags.vpcId,
    timeoutMs: parseDuration(flags.timeout, '--timeout'),
    repeat: parseCount(flags.repeat, '--repeat'),
  };
}

/**
 * Tests the installation: makes one harmless change, follows that call hop by hop to its finding, and undoes the
 * change, also after an error.
 */
export async function testTrigger(
  options: TestTriggerOptions,
  ctx: TestTriggerContext,
): Promise<CommandResult<TestTriggerReport>> {
  const aws = await ctx.aws(options);
  const names = stackNames(options.stack, aws.region, aws.access);
  const ec2 = await aws.ec2();
  await assertInstalled(aws, options.stack);
  const removed = await removeLeftovers(ec2, options.stack);
  if (removed.length > 0) {
    ctx.progress({
      type: 'note',
      text: say`Removed what an interrupted run left behind: ${removed.join(', ')}.`,
    });
  }
  const canary = await chooseCanary(aws, options, ctx);
  const { serviceTime } = aws;
  const host = { ...ctx, ec2, logs: await aws.logs(), serviceTime, group: names.logGroup };
  const runs: TriggerRun[] = [];
  try {
    for (let i = 1; i <= options.repeat; i++) {
      const which = options.repeat > 1 ? say` (${i} of ${options.repeat})` : '';
      const text = say`Added ${CANARY_RULE} to ${canary.id}${which}; waiting for the finding`;
      ctx.progress({ type: 'step-started', id: 'trigger', text });
      const run = await triggerOnce(canary, options.stack, options.timeoutMs, host);
      runs.push(run);
      const outcome = run.ok
        ? ({ type: 'step-done', text: say`The finding arrived${which}` } as const)
        : ({
            type: 'step-failed',
            text: say`No finding arrived within ${options.timeoutMs / 1000} s${which}`,
          } as const);
      ctx.progress({ ...outcome, id: 'trigger' });
      if (!run.ok) break;
    }
    const last = runs.at(-1)!;
    const report: TestTriggerReport = {
      schema: TEST_TRIGGER_SCHEMA,
      ok: last.ok,
      stack: options.stack,
      region: aws.region,
      group: { id: canary.id, name: canary.name, own: canary.own },
      timeline: last.timeline,
      finding: last.finding,
      runs,
      statistics: runs.length > 1 ? statisticsOf(runs) : [],
      timeoutMs: options.timeoutMs,
      diagnosis: last.ok ? null : await diagnose(aws, options.stack, { ...last, groupId: canary.id }, ctx),
      removed,
    };
    return { report, failed: !last.ok };
  } finally {
    await cleanUp(aws, canary, names, ctx);
    if (canary.own) removed.push(canary.id);
  }
}

/** Without an installation no finding can arrive. @throws AppError kind usage, code not-installed. */
async function assertInstalled(aws: Aws, stack: string): Promise<void> {
  const names = stackNames(stack, aws.region, aws.access);
  const [lambda, logs] = await Promise.all([aws.lambda(), aws.logs()]);
  const [found, groups] = await Promise.all([
    unlessCode(lambda.getFunction({ FunctionName: names.function }), 'ResourceNotFoundException'),
    logs.describeLogGroups({ logGroupNamePrefix: names.logGroup }),
  ]);
  const logGroup = groups.logGroups?.some((group) => group.logGroupName === names.logGroup);
  if (found || logGroup) return;
  throw usageError(
    'not-installed',
    say`The stack "${stack}" is not installed in ${aws.region}.`,
    say`Run \`${ourCommand('install', names)}\`, or use another --stack or --region.`,
  );
}

async function chooseCanary(aws: Aws, options: TestTriggerOptions, ctx: TestTriggerContext): Promise<Canary> {
  const ec2 = await aws.ec2();
  if (options.groupId === undefined) {
    const vpcId = await chooseVpc(ec2, options.vpcId, aws.region);
    ctx.signal.throwIfAborted();
    const canary = await makeCanary(ec2, options.stack, vpcId);
    ctx.progress({
      type: 'note',
      text: say`Created the canary group ${canary.id} in ${vpcId}.`,
    });
    return canary;
  }
  const group = await findGroup(ec2, options.groupId, aws.region);
  const agreed = await ctx.confirm(
    say`This adds ${CANARY_RULE} to your group ${group.id} (${group.name}) for a moment, then removes it. Continue?`,
  );
  if (agreed) return group;
  throw new AppError({ kind: 'declined', code: 'declined', message: say`Nothing was changed.` });
}

/** Removes the canary group, also after Ctrl-C. */
async function cleanUp(
  aws: Aws,
  canary: Canary,
  names: CommandPlace,
  ctx: TestTriggerContext,
): Promise<void> {
  if (!canary.own) return;
  try {
    await removeCanary(await aws.ec2(), canary);
    ctx.progress({ type: 'note', text: say`Removed the canary group ${canary.id}.` });
  } catch (cause) {
    throw new AppError({
      kind: 'aws',
      code: 'canary-left',
      message: say`The canary group ${canary.id} in ${aws.region} could not be removed: ${(cause as Error).message}`,
      hint: say`Run \`${ourCommand('test-trigger', names)}\` again; it removes the group first. Or run \`${awsCommand(`aws ec2 delete-security-group --group-id ${canary.id}`, names)}\`.`,
      cause,
    });
  }
}

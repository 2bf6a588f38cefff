import { liveSource } from '../../audit/live-source.ts';
import type { Aws } from '../../aws/aws.ts';
import { acceptGroup as accept } from '../../baseline/accept-group.ts';
import { type PreparedBaseline, prepareBaseline } from '../../core/baseline/prepared-baseline.ts';
import { callerOf } from '../../core/caller.ts';
import { AppError, usageError } from '../../core/errors.ts';
import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import { evaluateGroup } from '../../core/judge/evaluate.ts';
import { say } from '../../core/words/say.ts';
import { installStack } from '../../deploy/install/install-stack.ts';
import type { CommandResult, CommonOptions, Context } from '../../host/context.ts';
import type { BaselineAcceptReport } from '../../reports/baseline.ts';
import { readInstalledBaseline } from '../options/installed-baseline.ts';

/** Findings that a changed entry can resolve. `never` lines override entries, so theirs are not included. */
const ACCEPTABLE: ReadonlySet<string> = new Set(['unexpected-ingress', 'missing-ingress', 'unlisted-group']);

type AcceptContext = Pick<Context, 'aws' | 'now' | 'sleep' | 'signal' | 'progress' | 'confirm'>;

/**
 * Updates the installed baseline to a group's current ingress, after it shows the difference and asks.
 * @throws AppError kind usage if the group does not exist, or the user declines.
 */
export async function acceptGroup(
  { common, group: wanted }: { common: CommonOptions; group: string },
  ctx: AcceptContext,
): Promise<CommandResult<BaselineAcceptReport>> {
  const aws = await ctx.aws(common);
  const installed = await readInstalledBaseline(aws, common.stack, ctx);
  const prepared = prepareBaseline(installed);
  const { group, judged, written } = await readGroup(aws, wanted, prepared, ctx);
  const acceptance = accept(installed, group, written);
  const verdicts = evaluateGroup(group, prepared, { now: ctx.now(), lists: judged });
  const differs = verdicts.some(({ code }) => ACCEPTABLE.has(code));
  const report: BaselineAcceptReport = {
    schema: 'secgroup-monitor/baseline-accept/1',
    stack: common.stack,
    region: aws.region,
    group: { id: group.id, name: group.name },
    changed: differs,
    entry: acceptance.entry.name,
    rules: acceptance.entry.rules,
    added: differs ? acceptance.added : [],
    removed: differs ? acceptance.removed : [],
    forbidden: verdicts.flatMap(({ code, baseline }) =>
      code === 'forbidden-ingress' ? (baseline ?? []) : [],
    ),
  };
  if (!differs) return { report, failed: false };
  showDifference(report, ctx);
  if (!(await ctx.confirm(say`Update the baseline of ${common.stack} with this?`))) {
    throw new AppError({ kind: 'declined', code: 'declined', message: say`Nothing was changed.` });
  }
  const { now, sleep, signal, progress } = ctx;
  await installStack(
    {
      stack: common.stack,
      request: {},
      baseline: async () => acceptance.baseline,
      named: 'no',
      dryRun: false,
      rollback: true,
    },
    { aws, now, sleep, signal, progress },
  );
  return { report, failed: false };
}

function showDifference(
  { group, added, removed, forbidden }: BaselineAcceptReport,
  ctx: Pick<Context, 'progress'>,
): void {
  const note = (text: string) => ctx.progress({ type: 'note', text });
  note(`${group.name || group.id} (${group.id}):`);
  for (const rule of added) note(`+ ${rule}`);
  for (const rule of removed) note(`- ${rule}`);
  for (const line of forbidden) {
    ctx.progress({ type: 'warning', text: say`"${line}" still forbids what the group admits.` });
  }
}

interface ReadGroup {
  group: SecurityGroup;
  /** Entries of all its prefix lists, and of those that a baseline spells out. */
  judged: PrefixLists;
  written: PrefixLists;
}

async function readGroup(
  aws: Aws,
  wanted: string,
  baseline: PreparedBaseline,
  ctx: AcceptContext,
): Promise<ReadGroup> {
  const { account } = callerOf(await (await aws.sts()).getCallerIdentity({}, ctx.signal));
  const source = liveSource({
    aws,
    account,
    who: false,
    sleep: (ms) => ctx.sleep(ms, ctx.signal),
    signal: ctx.signal,
  });
  const found: SecurityGroup[] = [];
  for await (const page of source.pages()) {
    found.push(...page.filter(({ id, name }) => id === wanted || name === wanted));
  }
  const [group] = found;
  if (group === undefined) {
    throw new AppError({
      kind: 'usage',
      code: 'no-such-group',
      message: say`There is no security group "${wanted}" in ${aws.region}.`,
      hint: say`Use the id (sg-…) or the name of a group. To choose another Region, use --region.`,
    });
  }
  if (found.length > 1) {
    throw usageError(
      'several-groups',
      say`${found.length} security groups have the name "${wanted}".`,
      say`Choose one by its id: ${found.map(({ id }) => id).join(', ')}.`,
    );
  }
  const judged = await source.lists([group], baseline);
  const own = await source.ownLists([...judged.keys()]);
  return { group, judged, written: new Map([...judged].filter(([id]) => own.has(id))) };
}

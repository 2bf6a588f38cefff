import type { Command } from 'commander';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { say } from '../../core/words/say.ts';
import { type InstallRequest, parseRetention } from '../../deploy/install/install-settings.ts';
import { installStack } from '../../deploy/install/install-stack.ts';
import type { CommandResult, CommonOptions, Context } from '../../host/context.ts';
import type { InstallReport } from '../../reports/install.ts';
import type { RegionsReport } from '../../reports/regions.ts';
import { parseRegions, type RegionChoice } from '../../scopes/parse-regions.ts';
import { type RegionsContext, runInRegions } from '../../scopes/run-in-regions.ts';
import { askInTurn } from '../ask-in-turn.ts';
import { type InstallChoice, parseInstallChoice } from '../options/baseline-choice.ts';
import { oneOf } from '../options/one-of.ts';
import { repeatable } from '../options/repeatable.ts';
import type { Shell } from '../shell.ts';
import { chooseBaseline } from './choose-baseline.ts';
import { judgeNow } from './judge-now.ts';

export interface InstallFlags {
  baseline?: string;
  preset?: string;
  dryRun?: boolean;
  adopt?: boolean;
  downgrade?: boolean;
  roleArn?: string;
  permissionsBoundary?: string;
  retention?: string;
  createTrail?: boolean;
  sweep?: string;
  target?: string[];
  notify?: string[];
  enforce?: string | boolean;
  attachments?: boolean;
  alarms?: boolean;
  dashboard?: boolean;
  source?: string;
  rollback: boolean;
  regions?: string;
}

export interface InstallOptions extends CommonOptions {
  choice: InstallChoice;
  request: InstallRequest;
  dryRun: boolean;
  adopt: boolean;
  downgrade: boolean;
  rollback: boolean;
  regions: RegionChoice;
}

export function register(program: Command, shell: Shell, run = install): void {
  shell
    .command(program, 'install')
    .option('--baseline <file>', say`baseline file (YAML or JSON): what the groups may admit`)
    .option(
      '--preset <name>',
      say`use lab, guard, snapshot or last (the last installed baseline) instead of a file (default: the installed baseline, or snapshot for a new stack)`,
    )
    .option('--dry-run', say`print the plan and change nothing`)
    .option('--regions <list>', say`Regions, separated by commas, or all for every enabled Region`)
    .option('--source <source>', say`source of the changes: cloudtrail or config (default: cloudtrail)`)
    .option('--create-trail', say`create a trail if none logs write events`)
    .option(
      '--sweep <schedule>',
      say`when to judge all groups: "rate(1 hour)", "cron(…)" or off (default: rate(1 hour))`,
    )
    .option('--retention <days>', say`keep findings for this many days (default: 30)`)
    .option(
      '--target <arn[=shape]>',
      say`also send change events to this target; repeatable; none removes all`,
      repeatable,
    )
    .option(
      '--notify <arn[@severity]>',
      say`send findings to this target; repeatable; none removes all`,
      repeatable,
    )
    .option(
      '--enforce [mode]',
      say`restore groups with \`enforce: true\` in the baseline: on, dry-run or off`,
    )
    .option('--attachments', say`also judge groups when they are attached`)
    .option('--no-attachments', say`don't judge groups when they are attached`)
    .option('--alarms', say`make CloudWatch alarms that watch the monitor (default)`)
    .option('--no-alarms', say`make no alarms`)
    .option('--dashboard', say`make a CloudWatch dashboard`)
    .option('--no-dashboard', say`make no dashboard (default)`)
    .option('--role-arn <arn>', say`existing role for the function; none to use the stack's own role`)
    .option(
      '--permissions-boundary <arn>',
      say`permissions boundary for the roles that install creates; none for no boundary`,
    )
    .option('--adopt', say`take over resources of the stack that lost its tag (asks first)`)
    .option('--downgrade', say`replace what a newer version installed (asks first)`)
    .option('--no-rollback', say`keep the resources that a failed first install created`)
    .action(shell.action<InstallFlags>((flags, common) => run(parse(flags, common), shell.ctx)));
}

const SOURCES = ['cloudtrail', 'config'] as const;
const MODES = ['on', 'dry-run', 'off'] as const;

/** @throws AppError kind usage. */
export function parse(flags: InstallFlags, common: CommonOptions): InstallOptions {
  return {
    ...common,
    choice: parseInstallChoice(flags),
    request: {
      source: flags.source === undefined ? undefined : oneOf(flags.source, SOURCES, '--source'),
      sweep: flags.sweep,
      retentionDays: flags.retention === undefined ? undefined : parseRetention(flags.retention),
      functionRoleArn: flags.roleArn,
      permissionsBoundary: flags.permissionsBoundary,
      targets: flags.target,
      notify: flags.notify,
      enforce: enforceMode(flags.enforce),
      attachments: flags.attachments,
      alarms: flags.alarms,
      dashboard: flags.dashboard,
      createTrail: flags.createTrail,
    },
    dryRun: flags.dryRun === true,
    adopt: flags.adopt === true,
    downgrade: flags.downgrade === true,
    rollback: flags.rollback,
    regions: parseRegions(flags.regions),
  };
}

function enforceMode(value: string | boolean | undefined): InstallRequest['enforce'] {
  if (value === undefined) return undefined;
  return value === true ? 'on' : oneOf(String(value), MODES, '--enforce');
}

/** @throws AppError of any kind; see installStack. */
export async function install(
  options: InstallOptions,
  ctx: RegionsContext & Pick<Context, 'files' | 'readStdin' | 'confirm'>,
): Promise<CommandResult<InstallReport | RegionsReport<InstallReport>>> {
  const { stack, request, choice, dryRun, rollback } = options;
  const baseline = await chooseBaseline(choice, ctx);
  const ask = askInTurn(ctx);
  const given = choice.baseline ?? choice.preset;
  const named = given === undefined ? 'no' : choice.preset === 'last' ? 'last' : 'yes';
  return runInRegions(options, ctx, {
    command: 'install',
    regions: options.regions,
    // A dry run ends like the run that it shows: the checks would stop it before the first change.
    failed: ({ checks }) => (checks.some(({ ok }) => ok === 'no') ? 'deploy' : false),
    work: async (context, regions) => {
      // A multi-Region trail is created once, in the first Region.
      const createTrail = context.aws.region === regions[0] ? request.createTrail : undefined;
      let chosen: CompiledBaseline | undefined;
      const report = await installStack(
        {
          stack,
          request: { ...request, createTrail },
          trailElsewhere: request.createTrail === true && createTrail === undefined ? regions[0] : undefined,
          baseline: async (...given) => {
            chosen = await baseline(...given);
            return chosen;
          },
          named,
          dryRun,
          adopt: options.adopt ? ask : undefined,
          downgrade: options.downgrade ? ask : undefined,
          rollback,
          regions,
        },
        context,
      );
      if (chosen !== undefined && !dryRun) report.judged = await judgeNow(chosen, report, context);
      return report;
    },
  });
}

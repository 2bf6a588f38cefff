import type { Command } from 'commander';
import { type AuditWork, audit, isFailed } from '../../audit/audit.ts';
import { type EarlierReport, readEarlierReport } from '../../audit/compare.ts';
import { changesOf, readChanges } from '../../audit/read-changes.ts';
import type { Aws } from '../../aws/aws.ts';
import { type CompiledBaseline, SEVERITIES, type Severity } from '../../core/baseline/baseline.ts';
import { type PreparedBaseline, prepareBaseline } from '../../core/baseline/prepared-baseline.ts';
import { guardBaseline, labBaseline } from '../../core/baseline/presets.ts';
import { AppError, AwsCallError, usageError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { CommandResult, CommonOptions, Context } from '../../host/context.ts';
import type { AuditReport } from '../../reports/audit.ts';
import { refuseTwoBaselines } from '../options/baseline-choice.ts';
import { findInstalledBaseline } from '../options/installed-baseline.ts';
import { oneOf } from '../options/one-of.ts';
import { readBaselineFile } from '../options/read-baseline-file.ts';
import { inputName, readInput } from '../options/read-input.ts';
import { titleFor } from '../options/report-title.ts';
import type { Shell } from '../shell.ts';
import { type AuditPlace, type AuditPlaceFlags, openPlace, parsePlace } from './places.ts';

export interface AuditOptions {
  common: CommonOptions;
  baseline: BaselineSource;
  place: AuditPlace;
  /** An earlier report to compare with. */
  against: string | undefined;
  /** Recorded changes to show next to the findings. */
  history: string | undefined;
  failOn: Severity | 'never';
  failOnUnknown: boolean;
  out: string | undefined;
  /** The title of the HTML report. */
  title: string | undefined;
}

/** The baseline. `default`: the installed baseline, or the guard preset if there is none. */
export type BaselineSource = { file: string } | { preset: 'lab' | 'guard' } | 'default';

interface Flags extends AuditPlaceFlags {
  baseline?: string;
  preset?: string;
  against?: string;
  history?: string;
  failOn: string;
  failOnUnknown?: boolean;
  out?: string;
  title?: string;
}

type AuditCommandContext = Pick<
  Context,
  'aws' | 'files' | 'readStdin' | 'now' | 'sleep' | 'progress' | 'signal'
>;

export function register(program: Command, shell: Shell, run = runAudit): void {
  shell
    .command(program, 'audit', ['pretty', 'json', 'csv', 'sarif', 'ocsf', 'asff', 'html', 'markdown'])
    .option(
      '--baseline <file>',
      say`judge against this file (default: the installed baseline, or the guard preset if there is none)`,
    )
    .option('--preset <name>', say`judge against a preset: lab or guard`)
    .option('--from <file...>', say`read the output of \`aws ec2 describe-security-groups\`; - is stdin`)
    .option('--plan <file...>', say`judge the groups in the output of \`terraform show -json\`; - is stdin`)
    .option('--changed-only', say`for --plan: judge only the groups that the plan changes`)
    .option('--template <file...>', say`judge the groups in CloudFormation templates; - is stdin`)
    .option('--parameters <file>', say`for --template: values of the templates' parameters`)
    .option('--regions <list>', say`Regions to read, separated by commas, or all`)
    .option('--accounts <ids|file>', say`account ids, separated by commas, or a file of ids`)
    .option('--role-name <name>', say`role to assume in each account`)
    .option('--who', say`look up who last changed the groups (CloudTrail event history)`)
    .option('--against <file>', say`compare with an earlier JSON report: new, fixed, unchanged`)
    .option(
      '--history <file>',
      say`show changes next to the findings: the output of \`history --format json\``,
    )
    .option(
      '--fail-on <severity>',
      say`exit with code 1 for findings of this severity and above, or never`,
      'low',
    )
    .option(
      '--fail-on-unknown',
      say`exit with code 1 if a plan or template has unknown values, which cannot be judged`,
    )
    .option('--out <file>', say`write the report to this file`)
    .option('--title <text>', say`for html: the title of the report`)
    .action(shell.action<Flags>((flags, common) => run(parse(flags, common), shell.ctx)));
}

/** @throws AppError kind usage. */
export function parse(flags: Flags, common: CommonOptions): AuditOptions {
  return {
    common,
    baseline: parseBaseline(flags),
    place: parsePlace(flags),
    against: flags.against,
    history: flags.history,
    failOn: oneOf(flags.failOn, [...SEVERITIES, 'never'], '--fail-on'),
    failOnUnknown: flags.failOnUnknown === true,
    out: flags.out,
    title: titleFor(flags.title, common.format),
  };
}

/** Reads the groups, judges them and reports. @throws AppError of any kind except deploy. */
export async function runAudit(
  options: AuditOptions,
  ctx: AuditCommandContext,
): Promise<CommandResult<AuditReport> & { out?: string | undefined }> {
  const against = await readAgainst(options.against, ctx);
  const changes =
    options.history === undefined
      ? undefined
      : readChanges(await readInput(options.history, ctx), inputName(options.history));
  const { place, common } = options;
  const baseline = prepareBaseline(await readBaseline(options, ctx));
  const installed = options.baseline === 'default' ? installedIn(common.stack, baseline, ctx) : undefined;
  const work: AuditWork = { baseline, ...(await openPlace(place, common, ctx, installed)), against };
  const report = await audit(work, ctx);
  if (changes !== undefined) report.changes = changesOf(changes, report.groups);
  if (options.title !== undefined) report.title = options.title;
  return { report, failed: isFailed(report, options.failOn, options.failOnUnknown), out: options.out };
}

function parseBaseline({ baseline, preset }: Flags): BaselineSource {
  refuseTwoBaselines(baseline, preset);
  if (baseline !== undefined) return { file: baseline };
  if (preset === undefined) return 'default';
  if (preset === 'lab' || preset === 'guard') return { preset };
  throw usageError(
    'unknown-preset',
    preset === 'snapshot'
      ? say`An audit against a snapshot of the same groups would find nothing.`
      : say`There is no preset "${preset}".`,
    say`Use --preset lab or --preset guard, or create a baseline with \`secgroup-monitor baseline capture\`.`,
  );
}

async function readBaseline({ baseline }: AuditOptions, ctx: AuditCommandContext): Promise<CompiledBaseline> {
  if (baseline !== 'default' && 'file' in baseline) return readBaselineFile(baseline.file, ctx);
  return baseline !== 'default' && baseline.preset === 'lab' ? labBaseline() : guardBaseline();
}

/** Returns a function that reads the baseline of the stack in an account and Region, or `otherwise` without a stack. */
function installedIn(
  stack: string,
  otherwise: PreparedBaseline,
  ctx: AuditCommandContext,
): (aws: Aws) => Promise<PreparedBaseline> {
  const noted = new Set<string>();
  return async (aws) => {
    try {
      const installed = await findInstalledBaseline(aws, stack, ctx);
      return installed === undefined
        ? otherwise
        : prepareBaseline({ ...installed, origin: `installed:${stack}` });
    } catch (error) {
      // A caller who can only read security groups can still audit them.
      if (!(error instanceof AppError) || !['access', 'aws', 'deploy'].includes(error.kind)) throw error;
      // The groups of this account can't be read either, and the scope has the error.
      if (error instanceof AwsCallError && error.service === 'sts') throw error;
      const text = say`The installed baseline could not be read (${error.message}). The guard preset is used instead.`;
      if (!noted.has(text)) ctx.progress({ type: 'note', text });
      noted.add(text);
      return otherwise;
    }
  };
}

async function readAgainst(
  path: string | undefined,
  ctx: AuditCommandContext,
): Promise<EarlierReport | undefined> {
  return path === undefined ? undefined : readEarlierReport(await readInput(path, ctx), inputName(path));
}

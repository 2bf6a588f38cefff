import { AppError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { PreflightCheck } from '../../reports/install.ts';
import { awsCommand, type CommandPlace, ourCommand } from '../command-line.ts';
import type { DeployHost } from '../host.ts';
import { readAllRules } from '../kinds/read-rules.ts';
import type { Plan } from '../plan/plan.ts';
import type { Actual } from '../plan/resource.ts';
import type { CallerIdentity, StackNames } from '../stack.ts';
import type { TrailCheck } from './trail-check.ts';

/** Quota of rules on an event bus: 300, but 100 in two Regions (EventBridge quotas). */
const RULES_PER_BUS = 300;
const FEW_RULES: Readonly<Record<string, number>> = { 'af-south-1': 100, 'eu-south-1': 100 };

export function identityCheck(identity: CallerIdentity): PreflightCheck {
  return {
    check: 'identity',
    ok: 'yes',
    detail: say`${identity.arn} in account ${identity.account}, Region ${identity.region}`,
  };
}

export function trailCheckOf(
  trails: TrailCheck,
  createTrail: boolean,
  elsewhere: string | undefined,
): PreflightCheck {
  if (elsewhere !== undefined && trails.ok !== 'yes') {
    return {
      check: 'trail',
      ok: 'yes',
      detail: say`the trail that this run creates in ${elsewhere} covers all Regions`,
    };
  }
  if (createTrail) {
    // The trail might not exist yet, and a dry run does not create it.
    const detail =
      trails.ok === 'yes'
        ? say`the stack's own trail logs write management events`
        : say`the stack's own trail will log write management events`;
    return { check: 'trail', ok: 'yes', detail };
  }
  const { ok, detail, remedy } = trails;
  return { check: 'trail', ok, detail, remedy };
}

/** Checks whether AWS Config records security groups in this Region, for `--source config`. */
export async function recorderCheck(host: Pick<DeployHost, 'aws' | 'names'>): Promise<PreflightCheck> {
  const config = await host.aws.config();
  const [recorders, states] = await Promise.all([
    config.describeConfigurationRecorders({}),
    config.describeConfigurationRecorderStatus({}),
  ]);
  const recorder = recorders.ConfigurationRecorders?.[0];
  const region = host.names.region;
  const no = (detail: string, remedy: string): PreflightCheck => ({
    check: 'config-recorder',
    ok: 'no',
    detail,
    remedy,
  });
  if (recorder === undefined) {
    return no(
      say`AWS Config is not set up in ${region}`,
      ourCommand('install --source cloudtrail', host.names),
    );
  }
  const type = 'AWS::EC2::SecurityGroup';
  const { recordingGroup } = recorder;
  const excluded = recordingGroup?.exclusionByResourceTypes?.resourceTypes?.includes(type) === true;
  const included =
    recordingGroup?.allSupported === true || recordingGroup?.resourceTypes?.includes(type) === true;
  const byExclusion = recordingGroup?.recordingStrategy?.useOnly === 'EXCLUSION_BY_RESOURCE_TYPES';
  if (excluded || !(included || byExclusion)) {
    return no(
      say`AWS Config recorder ${recorder.name} does not record ${type}`,
      awsCommand(
        `aws configservice put-configuration-recorder --configuration-recorder name=${recorder.name},roleARN=${recorder.roleARN} --recording-group allSupported=true`,
        host.names,
      ),
    );
  }
  if (states.ConfigurationRecordersStatus?.find(({ name }) => name === recorder.name)?.recording !== true) {
    return no(
      say`AWS Config recorder ${recorder.name} is stopped`,
      awsCommand(
        `aws configservice start-configuration-recorder --configuration-recorder-name ${recorder.name}`,
        host.names,
      ),
    );
  }
  return {
    check: 'config-recorder',
    ok: 'yes',
    detail: say`AWS Config recorder ${recorder.name} records security groups in ${region}`,
  };
}

/** Checks whether the quota has room for the rules that the plan adds. */
export async function quotaCheck(
  host: Pick<DeployHost, 'aws' | 'names' | 'shared'>,
  plan: Plan,
): Promise<PreflightCheck> {
  const existing = (await readAllRules(host)).length;
  const added = plan.steps.filter(({ kind, action }) => kind === 'rule' && action === 'create').length;
  const limit = FEW_RULES[host.names.region] ?? RULES_PER_BUS;
  if (existing + added <= limit) {
    const detail = say`${existing} of ${limit} EventBridge rules in use, ${added} to add`;
    return { check: 'quotas', ok: 'yes', detail };
  }
  return {
    check: 'quotas',
    ok: 'unknown',
    detail: say`${existing} EventBridge rules in use, ${added} to add: above the default quota of ${limit}, but the account's own quota may be higher`,
  };
}

/** A function with a reserved concurrency of 0 never runs. `install` does not change this, because somebody set it. */
export function concurrencyCheck(actual: readonly Actual[], names: StackNames): PreflightCheck | undefined {
  const found = actual.find(({ kind }) => kind === 'function');
  if (found?.facts.reservedConcurrency !== 0) return undefined;
  return {
    check: 'concurrency',
    ok: 'no',
    detail: neverRuns(names),
    remedy: freeConcurrency(names),
  };
}

export function neverRuns({ function: name }: StackNames): string {
  return say`${name} has a reserved concurrency of 0, so it never runs`;
}

export function freeConcurrency(names: StackNames): string {
  return awsCommand(`aws lambda delete-function-concurrency --function-name ${names.function}`, names);
}

/** IAM's calls are only on the event bus of one Region of the partition (EventBridge troubleshooting guide). */
export function tamperCheck(
  regions: readonly string[],
  partition: string,
  { stack, access }: CommandPlace,
): PreflightCheck | undefined {
  if (partition !== 'aws' || regions.includes('us-east-1')) return undefined;
  return {
    check: 'tamper',
    ok: 'unknown',
    detail: say`changes to the stack's role are reported only if the stack is also installed in us-east-1`,
    remedy: `secgroup-monitor install --regions ${[...regions, 'us-east-1'].join(',')} --stack ${stack}${access ?? ''}`,
  };
}

/** A remedy is either a command or an instruction (a clause that begins with a verb). */
function hintOf(remedy: string): string {
  return /^(aws|secgroup-monitor) /.test(remedy) ? say`Run \`${remedy}\`.` : say`To fix this, ${remedy}.`;
}

/** @throws AppError kind deploy for the first check with the result `no`. Nothing has been changed by then. */
export function throwUnmet(checks: readonly PreflightCheck[]): void {
  const unmet = checks.find(({ ok }) => ok === 'no');
  if (unmet === undefined) return;
  // The sentence begins with a capital letter, unless its first word is a name.
  const detail = unmet.detail.replace(/^[a-z]+ /, (word) => word[0]!.toUpperCase() + word.slice(1));
  throw new AppError({
    kind: 'deploy',
    code: `preflight-${unmet.check}`,
    message: say`${detail}. Nothing was changed.`,
    hint: unmet.remedy === undefined ? undefined : hintOf(unmet.remedy),
    details: { check: unmet.check, undone: [], remaining: [] },
  });
}

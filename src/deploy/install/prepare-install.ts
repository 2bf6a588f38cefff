import { randomBytes } from 'node:crypto';
import type { Aws } from '../../aws/aws.ts';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { VERSION } from '../../core/version.ts';
import { say } from '../../core/words/say.ts';
import type { ProgressEvent } from '../../host/progress-event.ts';
import type { PreflightCheck } from '../../reports/install.ts';
import { notOurs } from '../apply/apply.ts';
import { type DeployHost, makeHost } from '../host.ts';
import { sameJson } from '../kinds/kind.ts';
import { askToAdopt, refuseLost } from '../ownership.ts';
import { trailArn } from '../plan/desired.ts';
import type { Plan } from '../plan/plan.ts';
import { type PlannedStack, type PlanStackOptions, planStack, type WantedStack } from '../plan/plan-stack.ts';
import type { Actual, Resource } from '../plan/resource.ts';
import { readStack } from '../read-stack.ts';
import type { MissingAccess } from '../rights/grant-access.ts';
import { roleCheck } from '../rights/role-check.ts';
import { targetsCheck } from '../rights/target-access.ts';
import { type CallerIdentity, type StackNames, stackNames } from '../stack.ts';
import { doubtAbout } from './authentic.ts';
import { type BaselineNaming, chooseStored } from './choose-stored.ts';
import { type HandlerCode, type InstalledParts, readHandlerCode } from './function-zip.ts';
import { type InstallRequest, type InstallSettings, resolveSettings } from './install-settings.ts';
import { installationRecord, writesCode } from './installation-record.ts';
import { askToDowngrade } from './newer-version.ts';
import {
  concurrencyCheck,
  identityCheck,
  quotaCheck,
  recorderCheck,
  tamperCheck,
  throwUnmet,
  trailCheckOf,
} from './preflight.ts';
import { wantedSweep } from './shared-lists.ts';
import { readInstalled } from './stored-baseline.ts';
import { checkTrails, deliveringTrails, type TrailCheck } from './trail-check.ts';

/** The context of the work in one Region. */
export interface DeployContext {
  aws: Aws;
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  signal: AbortSignal;
  progress(event: ProgressEvent): void;
}

export interface InstallInput {
  stack: string;
  request: InstallRequest;
  /** Returns the baseline to install. `installed` is the current one, for a run that does not specify another. */
  baseline(installed: CompiledBaseline | undefined, aws: Aws, account: string): Promise<CompiledBaseline>;
  /** Whether the command line specifies a baseline. Then the installed one need not be readable. */
  named: BaselineNaming;
  dryRun: boolean;
  /** Asks whether to take over these resources that lost the stack's tag; throws if not. Undefined: refuse them. */
  adopt?: ((question: string) => Promise<void>) | undefined;
  /** Asks whether to replace a newer version by this one; throws if not. Undefined: refuse it. */
  downgrade?: ((question: string) => Promise<void>) | undefined;
  /** Roll back a first install that fails. */
  rollback: boolean;
  /** The Region in which the same run creates a trail for all Regions. */
  trailElsewhere?: string | undefined;
  /** All Regions of this run. They determine whether IAM's events arrive. */
  regions?: readonly string[] | undefined;
  /** The handler's bundle (default: the one of this version). */
  handlerCode?: HandlerCode | undefined;
  /** Version of secgroup-monitor (default: this one). */
  version?: string | undefined;
}

/** Everything that is known before the first write. */
export interface Prepared {
  host: DeployHost;
  identity: CallerIdentity;
  settings: InstallSettings;
  baseline: CompiledBaseline;
  desired: Resource[];
  actual: readonly Actual[];
  plan: Plan;
  /** The zip for the function. */
  code: Uint8Array | undefined;
  checks: PreflightCheck[];
  /** Statements to add to the policies of targets with the stack's tag. */
  grants: MissingAccess[];
  notes: string[];
}

/** Reads the account, plans and runs the preflight checks. Writes nothing. */
export async function prepareInstall(input: InstallInput, context: DeployContext): Promise<Prepared> {
  const names = stackNames(input.stack, context.aws.region, context.aws.access);
  const host = makeHost({ ...context, names, adopt: input.adopt !== undefined, random: Math.random });
  const ownTrail = input.request.createTrail === true;
  context.progress({
    type: 'step-started',
    id: 'preflight',
    text: say`Checking the account and Region ${names.region}`,
  });
  const reading = readStack(host, { ownTrail });
  const [found, trails, installed, handlerCode] = await Promise.all([
    reading,
    checkTrails(host),
    readInstalled(host, input.named !== 'no'),
    input.handlerCode ?? readHandlerCode(),
  ]).catch(async (error: unknown) => {
    // If the credentials are the problem, their error explains all other failures.
    await reading;
    throw error;
  });
  const identity = await host.identity();
  const notes: string[] = [];
  const doubt = installed && (await doubtAbout(installed, found, host));
  const known =
    doubt === undefined ? installed && { ...installed, version: installed.settings.version } : undefined;
  const stored = await chooseStored(input.named, { host, found, installed: known, doubt, notes });
  const { version = VERSION, downgrade, dryRun } = input;
  await askToDowngrade({ installed: stored?.version, version, names, downgrade, dryRun });
  const asked = resolveSettings(input.request, stored?.install);
  const baseline = await input.baseline(stored?.baseline, context.aws, identity.account);
  const settings = {
    ...asked,
    createTrail: wantsTrail(asked, trails, found, notes),
    sweep: await wantedSweep(host, {
      ...{ baseline, before: stored?.baseline, account: identity.account, notes },
      ...{ sweep: asked.sweep, isAsked: input.request.sweep !== undefined },
    }),
  };
  const trailArns = ownTrails(input, identity, names, settings, trails);
  const wanted = { settings, baseline, trailArns, logKey: logKeyOf(known), handlerCode, version };
  const { desired, actual, plan, zip } = await planWithRecord(
    { host, actual: found, bucketRead: ownTrail, wanted },
    installed,
  );
  refuseLost(actual, names, 'install');
  const conflicts = plan.foreign.filter(({ id }) => desired.some((resource) => resource.id === id));
  if (conflicts.length > 0) throw notOurs(conflicts, input.stack);
  const { checks, grants } = await preflight({ host, identity, settings, trails, plan, actual, input });
  if (!input.dryRun) {
    throwUnmet(checks);
    await askToAdopt(actual, names, input.adopt);
  }
  context.progress({
    type: 'step-done',
    id: 'preflight',
    text: say`Checked account ${identity.account}, Region ${names.region}`,
  });
  const code = zip?.bytes;
  return { host, identity, settings, baseline, desired, actual, plan, code, checks, grants, notes };
}

/** Plans the stack. If the function's code changes, the code gets the record of this install. */
async function planWithRecord(
  options: PlanStackOptions & { wanted: WantedStack },
  installed: InstalledParts | undefined,
): Promise<PlannedStack> {
  const known = { ...options.wanted, installation: installed?.settings.installation };
  const planned = await planStack({ ...options, wanted: known });
  if (!writesCode(planned.plan)) return planned;
  const installation = installationRecord({
    plan: planned.plan,
    desired: planned.desired,
    identity: planned.identity,
    names: options.host.names,
    now: options.host.now(),
    previous: installed?.settings.version,
    baselineChanged: installed !== undefined && !sameJson(installed.baseline, options.wanted.baseline),
  });
  const { actual } = planned;
  return planStack({ ...options, actual, bucketRead: true, wanted: { ...options.wanted, installation } });
}

/** Returns the ARNs of the trails that deliver the events after the plan is applied, sorted. */
function ownTrails(
  input: Pick<InstallInput, 'trailElsewhere'>,
  identity: CallerIdentity,
  names: StackNames,
  settings: InstallSettings,
  trails: TrailCheck,
): string[] {
  const arns = deliveringTrails(trails);
  if (settings.createTrail) arns.push(trailArn(names, identity));
  else if (input.trailElsewhere !== undefined && trails.ok !== 'yes') {
    arns.push(trailArn(names, { ...identity, region: input.trailElsewhere }));
  }
  return [...new Set(arns)].sort();
}

/** The stack gets its own trail only if no other trail delivers the events. An existing own trail stays. */
function wantsTrail(
  requested: InstallSettings,
  trails: TrailCheck,
  actual: readonly Actual[],
  notes: string[],
): boolean {
  if (!requested.createTrail) return false;
  const own = actual.some(({ kind, ours }) => ours && (kind === 'trail' || kind === 'bucket'));
  if (own || trails.ok !== 'yes') return true;
  notes.push(say`--create-trail is not needed because ${trails.detail}.`);
  return false;
}

interface PreflightFacts extends Pick<Prepared, 'host' | 'identity' | 'settings' | 'plan' | 'actual'> {
  trails: TrailCheck;
  input: Pick<InstallInput, 'regions' | 'trailElsewhere'>;
}

async function preflight({
  host,
  identity,
  settings,
  trails,
  plan,
  actual,
  input,
}: PreflightFacts): Promise<Pick<Prepared, 'checks' | 'grants'>> {
  const [source, quotas, role, targets] = await Promise.all([
    settings.source === 'config'
      ? recorderCheck(host)
      : trailCheckOf(trails, settings.createTrail, input.trailElsewhere),
    quotaCheck(host, plan),
    roleCheck(host, identity, settings),
    targetsCheck(host, identity, settings),
  ]);
  const tamper = tamperCheck(input.regions ?? [identity.region], identity.partition, host.names);
  const concurrency = concurrencyCheck(actual, host.names);
  const checks = [identityCheck(identity), source, quotas, role, targets.check, concurrency, tamper];
  return { checks: checks.filter((check) => check !== undefined), grants: targets.grants };
}

/** An update keeps the key, so that the function still knows what it wrote. */
function logKeyOf(known: InstalledParts | undefined): string {
  return known?.settings.logKey ?? randomBytes(32).toString('base64url');
}

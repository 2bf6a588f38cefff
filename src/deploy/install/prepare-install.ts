import type { Aws } from '../../aws/aws.ts';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { AppError } from '../../core/errors.ts';
import type { HandlerSettings } from '../../core/settings.ts';
import { VERSION } from '../../core/version.ts';
import { say } from '../../core/words/say.ts';
import type { PreflightCheck } from '../../reports/install.ts';
import { notOurs } from '../apply/apply.ts';
import { type DeployEvent, type Host, makeHost } from '../host.ts';
import { readFunction } from '../kinds/function.ts';
import { desiredResources, trailArn } from '../plan/desired.ts';
import { type Plan, plan } from '../plan/plan.ts';
import type { Actual, Resource } from '../plan/resource.ts';
import { readStack } from '../read-stack.ts';
import type { MissingAccess } from '../rights/grant-access.ts';
import { roleCheck } from '../rights/role-check.ts';
import { targetsCheck } from '../rights/target-access.ts';
import { type Identity, RULES, STACK_TAG, type StackNames, stackNames } from '../stack.ts';
import {
  type HandlerCode,
  type InstalledParts,
  packFunction,
  readHandlerCode,
  unpackFunction,
} from './function-zip.ts';
import {
  emitLevel,
  type InstallRequest,
  type InstallSettings,
  notifications,
  resolveSettings,
} from './install-settings.ts';
import {
  identityCheck,
  quotaCheck,
  recorderCheck,
  tamperCheck,
  throwUnmet,
  trailCheckOf,
} from './preflight.ts';
import { checkTrails, deliveringTrails, type TrailCheck } from './trail-check.ts';
/** The outside world of one Region's work. */
export interface DeployContext {
  aws: Aws;
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  signal: AbortSignal;
  progress(event: DeployEvent): void;
}

export interface InstallInput {
  stack: string;
  request: InstallRequest;
  /** Gives the baseline to install; `installed` is the present one, for a run that names no other. */
  baseline(installed: CompiledBaseline | undefined, aws: Aws, account: string): Promise<CompiledBaseline>;
  /** Is a baseline named? Then what is installed need not be readable. */
  baselineGiven: boolean;
  dryRun: boolean;
  /** Undo a first install that fails. */
  rollback: boolean;
  /** The Region in which this same run makes a trail for all Regions. */
  trailElsewhere?: string | undefined;
  /** All Regions that are worked on: whether IAM's events are seen depends on it. */
  regions?: readonly string[] | undefined;
  /** The handler's bundle; by default that of this version. */
  handlerCode?: HandlerCode | undefined;
}

/** Everything that is known before the first write. */
export interface Prepared {
  host: Host;
  identity: Identity;
  settings: InstallSettings;
  baseline: CompiledBaseline;
  desired: Resource[];
  actual: Actual[];
  plan: Plan;
  checks: PreflightCheck[];
  /** Statements to add to the policies of targets that carry the stack's tag. */
  grants: MissingAccess[];
  notes: string[];
}

/** Reads, asks and plans; writes nothing. */
export async function prepareInstall(input: InstallInput, context: DeployContext): Promise<Prepared> {
  const names = stackNames(input.stack, context.aws.region);
  const host = makeHost({
    ...context,
    names,
    random: Math.random,
    ownTrail: input.request.createTrail,
  });
  context.progress({
    type: 'step-started',
    id: 'preflight',
    text: say`look at account and Region ${names.region}`,
  });
  const reading = readStack(host);
  const [actual, trails, installed, code] = await Promise.all([
    reading,
    checkTrails(host),
    readInstalled(host, input.baselineGiven),
    input.handlerCode ?? readHandlerCode(),
  ]).catch(async (error: unknown) => {
    // What is wrong with the credentials explains every other failure.
    await reading;
    throw error;
  });
  const identity = await host.identity();
  const notes: string[] = [];
  if (installed === undefined && actual.some(({ kind, ours }) => ours && kind === 'rule')) {
    notes.push(
      say`Parts of the stack are there, but not the function that holds its baseline and options: those of this command hold now, and else the defaults.`,
    );
  }
  const asked = resolveSettings(input.request, installed?.install);
  const settings = { ...asked, createTrail: wantsTrail(asked, trails, actual, notes) };
  if (settings.createTrail && host.ownTrail !== true) {
    host.ownTrail = true;
    actual.push(...(await readStack(host, ['bucket'])));
  }
  const baseline = await input.baseline(installed?.baseline, context.aws, identity.account);
  const handler = handlerSettings(
    names,
    identity,
    ownTrails(input, identity, names, settings, trails),
    settings,
  );
  const zip = await packFunction(code, { baseline, install: settings, settings: handler });
  host.code = zip.bytes;
  const desired = desiredResources({
    names,
    identity,
    version: VERSION,
    settings,
    own: handler.own,
    baseline,
    codeSha256: zip.codeSha256,
  });
  const planned = plan(desired, actual, {
    stack: input.stack,
    account: identity.account,
    region: identity.region,
    keep: keptTrail(actual, settings),
  });
  const conflicts = planned.foreign.filter(({ id }) => desired.some((resource) => resource.id === id));
  if (conflicts.length > 0) throw notOurs(conflicts, input.stack);
  const { checks, grants } = await preflight(host, identity, settings, trails, planned, input);
  if (!input.dryRun) throwUnmet(checks);
  context.progress({
    type: 'step-done',
    id: 'preflight',
    text: say`account ${identity.account}, Region ${names.region}`,
  });
  return { host, identity, settings, baseline, desired, actual, plan: planned, checks, grants, notes };
}

/** What the installed function carries; undefined where there is none of ours. */
export async function readInstalled(
  host: Host,
  mayBeUnreadable: boolean,
): Promise<InstalledParts | undefined> {
  const found = await readFunction(host);
  const url = found?.Code?.Location;
  if (found?.Tags?.[STACK_TAG] !== host.names.stack || url === undefined) return undefined;
  try {
    return unpackFunction(await host.aws.download(url, host.signal));
  } catch (error) {
    if (mayBeUnreadable && error instanceof AppError && error.kind === 'deploy') return undefined;
    throw error;
  }
}

/** Trails that bring the events once the plan is worked off, sorted. */
function ownTrails(
  input: Pick<InstallInput, 'trailElsewhere'>,
  identity: Identity,
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

export function handlerSettings(
  names: StackNames,
  identity: Identity,
  trailArns: string[],
  settings: InstallSettings,
): HandlerSettings {
  return {
    schema: 'secgroup-monitor/settings/1',
    stack: names.stack,
    version: VERSION,
    account: identity.account,
    region: identity.region,
    enforce: settings.enforce,
    maxRevertsPerHour: 5,
    attachments: settings.attachments,
    emit: emitLevel(settings.notify),
    own: {
      functionName: names.function,
      roleName: settings.functionRoleArn?.split('/').at(-1) ?? names.role,
      ruleNames: [
        ...RULES,
        ...(settings.notify.length > 0 ? ['blind'] : []),
        ...notifications(settings.notify).map(({ severity }) => `notify-${severity}`),
      ].map((purpose) => `${names.rulePrefix}${purpose}`),
      logGroupName: names.logGroup,
      queueName: names.queue,
      trailArns,
    },
  };
}

/** A trail of one's own is made only where no other brings the events; one that is there stays. */
function wantsTrail(
  asked: InstallSettings,
  trails: TrailCheck,
  actual: readonly Actual[],
  notes: string[],
): boolean {
  if (!asked.createTrail) return false;
  const own = actual.some(({ kind, ours }) => ours && (kind === 'trail' || kind === 'bucket'));
  if (own || trails.ok !== 'yes') return true;
  notes.push(say`--create-trail: not needed, ${trails.detail}.`);
  return false;
}

/** A trail that an earlier run made stays until teardown, even where this run does not ask for it. */
export function keptTrail(actual: readonly Actual[], settings: InstallSettings): Map<string, string> {
  if (settings.createTrail) return new Map();
  const own = actual.filter(({ kind, ours }) => ours && (kind === 'trail' || kind === 'bucket'));
  return new Map(own.map(({ id }) => [id, say`made by an earlier install; teardown removes it`]));
}

async function preflight(
  host: Host,
  identity: Identity,
  settings: InstallSettings,
  trails: TrailCheck,
  planned: Plan,
  input: Pick<InstallInput, 'regions' | 'trailElsewhere'>,
): Promise<{ checks: PreflightCheck[]; grants: MissingAccess[] }> {
  const [source, quotas, role, targets] = await Promise.all([
    settings.source === 'config'
      ? recorderCheck(host)
      : trailCheckOf(trails, settings.createTrail, input.trailElsewhere),
    quotaCheck(host, planned),
    roleCheck(host, identity, settings),
    targetsCheck(host, identity, settings),
  ]);
  const tamper = tamperCheck(input.regions ?? [identity.region], identity.partition);
  const checks = [identityCheck(identity), source, quotas, role, targets.check, tamper];
  return { checks: checks.filter((check) => check !== undefined), grants: targets.grants };
}

import { emptyBaseline } from '../../core/baseline/presets.ts';
import { AppError, type Attempt, attempt } from '../../core/errors.ts';
import type { Heartbeat } from '../../core/finding/finding.ts';
import { VERSION } from '../../core/version.ts';
import type { DeployAction } from '../../reports/plan.ts';
import type { Hop } from '../../reports/status.ts';
import { type DeployHost, makeHost } from '../host.ts';
import { doubtAbout } from '../install/authentic.ts';
import { type HandlerCode, readHandlerCode, type UnpackedFunction } from '../install/function-zip.ts';
import { DEFAULT_SETTINGS, type InstallSettings } from '../install/install-settings.ts';
import { recorderCheck } from '../install/preflight.ts';
import type { DeployContext } from '../install/prepare-install.ts';
import { readCopiedBaseline, readInstalled, type StoredBaseline } from '../install/stored-baseline.ts';
import { checkTrails, deliveringTrails, type TrailCheck } from '../install/trail-check.ts';
import { recordedDigests } from '../plan/installed-digest.ts';
import { changes, deployActions, type PlanStep } from '../plan/plan.ts';
import { planStack, type WantedStack } from '../plan/plan-stack.ts';
import type { Actual } from '../plan/resource.ts';
import { kindsOf, lookAtKinds, type StackLook } from '../read-stack.ts';
import { type CallerIdentity, stackNames } from '../stack.ts';
import { sweepIntervalMs } from '../sweep-interval.ts';
import { readHeartbeat } from './heartbeat.ts';
import { judgeHops } from './judge-hops.ts';
import { readNotifyTargets } from './notify-targets.ts';
import { compareWithRecord, type OtherVersion } from './other-version.ts';

export interface HopWalk {
  identity: CallerIdentity;
  /** In the order of an event's path, from the trail to the log group. */
  hops: Hop[];
  /** The steps of an install without options. */
  drift: DeployAction[];
}

/**
 * Checks every hop between a change to a group and its finding in the log group. Returns for each hop whether it
 * works and, if it is broken, the command that fixes it. A hop that could not be read is marked as such. Writes nothing.
 *
 * If another version of secgroup-monitor installed the stack, it is compared with what that version recorded.
 *
 * @param input.handlerCode the bundle to compare the installed one with (default: the one of this version)
 * @param input.version the version of that bundle (default: this one)
 */
export async function walkHops(
  input: { stack: string; handlerCode?: HandlerCode | undefined; version?: string | undefined },
  context: DeployContext,
): Promise<HopWalk> {
  const host = makeHost({
    ...context,
    names: stackNames(input.stack, context.aws.region, context.aws.access),
    // A resource that lost its tag is judged like the others, and its hop says so.
    adopt: true,
    random: Math.random,
  });
  const looking = lookAtKinds(host, kindsOf({ ownTrail: false }));
  const [look, trails, read, code] = await Promise.all([
    looking,
    attempt(checkTrails(host)),
    installedParts(host),
    input.handlerCode ?? readHandlerCode(),
  ]).catch(async (error: unknown) => {
    await looking;
    throw error;
  });
  const { version = VERSION } = input;
  const found = await trusted(read, look, host);
  const { stored, settings, uncompared } = await storedOptions(host, found, look.actual);
  const { actual, unread } = await withBucket(host, look, settings);
  const wanted = { ...installedStack(found, stored, trails), settings, handlerCode: code, version };
  const identity = await host.identity();
  const [recorder, heartbeat, notify, planned] = await Promise.all([
    settings.source === 'config' ? attempt(recorderCheck(host)) : undefined,
    attempt(newestHeartbeat(host, settings, actual, wanted.logKey)),
    attempt(readNotifyTargets(host, identity, settings)),
    planStack({ host, actual, bucketRead: true, wanted }),
  ]);
  const installed = found.parts?.settings.version;
  const other: Attempt<OtherVersion | undefined> =
    installed === undefined || installed === version
      ? { value: undefined }
      : await attempt(compareWithRecord(host, installed, planned, settings));
  const recorded = 'value' in other ? other.value : undefined;
  const { desired, plan } = recorded ?? planned;
  const isUnknown = (step: PlanStep) => unread.has(step.kind);
  const unknownOptions = uncompared ?? ('failed' in other ? other.failed : undefined);
  const hops = judgeHops({
    names: host.names,
    source: settings.source,
    sweep: settings.sweep,
    trails,
    recorder,
    actual: planned.actual,
    desired,
    plan: { ...plan, steps: plan.steps.filter((step) => !isUnknown(step)) },
    unread,
    versions: recorded && { installed: recorded.version, own: version },
    unreadable: found.problem,
    uncompared: unknownOptions,
    storedIn: found.parts !== undefined || found.failed !== undefined ? 'function' : stored && 'copy',
    heartbeat,
    notify,
    now: context.now(),
  });
  const drift = unknownOptions === undefined ? changes(planned.plan) : [];
  return { identity, hops, drift: deployActions(drift.filter((step) => !isUnknown(step))) };
}

/**
 * What the installation was made with, so that it is compared with its own options. If a trail is stopped now, the hop
 * `trail` reports it.
 */
function installedStack(
  { parts }: FoundParts,
  stored: StoredBaseline | undefined,
  trails: Attempt<TrailCheck>,
): Pick<WantedStack, 'baseline' | 'trailArns' | 'logKey' | 'installation'> {
  const delivering = 'value' in trails ? deliveringTrails(trails.value) : [];
  return {
    baseline: stored?.baseline ?? emptyBaseline('none'),
    trailArns: parts?.settings.own.trailArns ?? delivering,
    logKey: parts?.settings.logKey,
    installation: parts?.settings.installation,
  };
}

/** The options of the installation, from the function or from the copy; without both, the defaults. */
async function storedOptions(
  host: DeployHost,
  found: FoundParts,
  actual: readonly Actual[],
): Promise<{
  stored: StoredBaseline | undefined;
  settings: InstallSettings;
  uncompared: AppError | undefined;
}> {
  const digests = recordedDigests(actual, host.names.baselineGroup).slice(0, 1);
  const copy = found.parts === undefined ? await lastCopy(host, digests) : {};
  const stored: StoredBaseline | undefined = found.parts ?? copy.stored;
  return {
    stored,
    settings: stored?.install ?? DEFAULT_SETTINGS,
    uncompared: found.failed ?? copy.failed,
  };
}

/** Adds the bucket of the stack's own trail. @throws the first error if nothing at all could be read. */
async function withBucket(host: DeployHost, look: StackLook, settings: InstallSettings): Promise<StackLook> {
  const bucket = settings.createTrail ? await lookAtKinds(host, ['bucket']) : undefined;
  const actual = [...look.actual, ...(bucket?.actual ?? [])];
  const unread = new Map([...look.unread, ...(bucket?.unread ?? [])]);
  if (actual.length === 0) for (const error of unread.values()) throw error;
  return { actual, unread };
}

/** What is known of the function's zip. Its failures are results, so that the other hops are still checked. */
interface FoundParts {
  parts?: UnpackedFunction | undefined;
  /** What is wrong with the zip. */
  problem?: string;
  /** Why it could not be read. */
  failed?: AppError;
}

async function installedParts(host: DeployHost): Promise<FoundParts> {
  try {
    const read = await attempt(readInstalled(host, false));
    return 'failed' in read ? read : { parts: read.value };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'deploy') return { problem: error.message };
    throw error;
  }
}

/** Without the parts if they are not those of the last install. If the record can't be read, they count. */
async function trusted(found: FoundParts, look: StackLook, host: DeployHost): Promise<FoundParts> {
  if (found.parts === undefined || look.unread.has('log-group')) return found;
  const doubt = await attempt(doubtAbout(found.parts, look.actual, host));
  return 'failed' in doubt || doubt.value === undefined ? found : { problem: doubt.value };
}

/** Treats a damaged copy as missing. */
async function lastCopy(
  host: DeployHost,
  digests: readonly string[],
): Promise<{ stored?: StoredBaseline | undefined; failed?: AppError }> {
  try {
    const read = await attempt(readCopiedBaseline(host, digests));
    return 'failed' in read ? read : { stored: read.value };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'deploy') return {};
    throw error;
  }
}

async function newestHeartbeat(
  host: DeployHost,
  settings: InstallSettings,
  actual: readonly Actual[],
  logKey: string | undefined,
): Promise<Heartbeat | undefined> {
  const interval = sweepIntervalMs(settings.sweep);
  if (interval === undefined || !actual.some(({ kind }) => kind === 'log-group')) return undefined;
  return readHeartbeat(host, interval, logKey);
}

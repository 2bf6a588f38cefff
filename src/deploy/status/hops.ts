import { emptyBaseline } from '../../core/baseline/presets.ts';
import { AppError } from '../../core/errors.ts';
import type { Heartbeat } from '../../core/finding/finding.ts';
import { VERSION } from '../../core/version.ts';
import type { DeployAction } from '../../reports/plan.ts';
import type { Hop } from '../../reports/status.ts';
import { type DeployHost, makeHost } from '../host.ts';
import { type HandlerCode, type InstalledParts, readHandlerCode } from '../install/function-zip.ts';
import { DEFAULT_SETTINGS, type InstallSettings } from '../install/install-settings.ts';
import { recorderCheck } from '../install/preflight.ts';
import type { DeployContext } from '../install/prepare-install.ts';
import { readCopiedBaseline, readInstalled, type StoredBaseline } from '../install/stored-baseline.ts';
import { checkTrails, deliveringTrails } from '../install/trail-check.ts';
import { changes, deployActions } from '../plan/plan.ts';
import { planStack } from '../plan/plan-stack.ts';
import type { Actual } from '../plan/resource.ts';
import { readStack } from '../read-stack.ts';
import { type CallerIdentity, stackNames } from '../stack.ts';
import { readHeartbeat, sweepIntervalMs } from './heartbeat.ts';
import { judgeHops } from './judge-hops.ts';
import { compareWithRecord } from './other-version.ts';

export interface HopWalk {
  identity: CallerIdentity;
  /** In the order of an event's path, from the trail to the log group. */
  hops: Hop[];
  /** The steps of an install without options. */
  drift: DeployAction[];
}

/**
 * Checks every hop between a change to a group and its finding in the log group. Returns for each hop whether it
 * works and, if it is broken, the command that fixes it. Writes nothing.
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
  const reading = readStack(host, { ownTrail: false });
  const [actual, trails, found, code] = await Promise.all([
    reading,
    checkTrails(host),
    installedParts(host),
    input.handlerCode ?? readHandlerCode(),
  ]).catch(async (error: unknown) => {
    await reading;
    throw error;
  });
  const stored: StoredBaseline | undefined = found.parts ?? (await lastCopy(host));
  const { version = VERSION } = input;
  const settings: InstallSettings = stored?.install ?? DEFAULT_SETTINGS;
  // Compare the installation with its own settings. If a trail is stopped now, the hop `trail` reports it.
  const trailArns = found.parts?.settings.own.trailArns ?? deliveringTrails(trails);
  const [recorder, heartbeat, planned] = await Promise.all([
    settings.source === 'config' ? recorderCheck(host) : undefined,
    newestHeartbeat(host, settings, actual),
    planStack({
      host,
      actual,
      bucketRead: false,
      wanted: {
        settings,
        baseline: stored?.baseline ?? emptyBaseline('none'),
        trailArns,
        handlerCode: code,
        version,
      },
    }),
  ]);
  const installed = found.parts?.settings.version;
  const other =
    installed === undefined || installed === version
      ? undefined
      : await compareWithRecord(host, installed, planned, settings);
  const hops = judgeHops({
    names: host.names,
    source: settings.source,
    sweep: settings.sweep,
    trails,
    recorder,
    actual: planned.actual,
    desired: other?.desired ?? planned.desired,
    plan: other?.plan ?? planned.plan,
    versions: other && { installed: other.version, own: version },
    unreadable: found.problem,
    storedIn: found.parts !== undefined ? 'function' : stored !== undefined ? 'copy' : undefined,
    heartbeat,
    now: context.now(),
  });
  return { identity: planned.identity, hops, drift: deployActions(changes(planned.plan)) };
}

/** If the function's zip can't be read, returns the reason as a result, so that the other hops are still checked. */
async function installedParts(
  host: DeployHost,
): Promise<{ parts?: InstalledParts | undefined; problem?: string }> {
  try {
    return { parts: await readInstalled(host, false) };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'deploy') return { problem: error.message };
    throw error;
  }
}

/** Treats a damaged copy as missing. */
async function lastCopy(host: DeployHost): Promise<StoredBaseline | undefined> {
  try {
    return await readCopiedBaseline(host);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'deploy') return undefined;
    throw error;
  }
}

async function newestHeartbeat(
  host: DeployHost,
  settings: InstallSettings,
  actual: readonly Actual[],
): Promise<Heartbeat | undefined> {
  const interval = sweepIntervalMs(settings.sweep);
  if (interval === undefined || !actual.some(({ kind }) => kind === 'log-group')) return undefined;
  return readHeartbeat(host, interval);
}

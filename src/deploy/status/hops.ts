import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { AppError } from '../../core/errors.ts';
import type { Heartbeat } from '../../core/finding/finding.ts';
import { VERSION } from '../../core/version.ts';
import type { DeployAction } from '../../reports/plan.ts';
import type { Hop } from '../../reports/status.ts';
import { type Host, makeHost } from '../host.ts';
import {
  type HandlerCode,
  type InstalledParts,
  packFunction,
  readHandlerCode,
} from '../install/function-zip.ts';
import { DEFAULT_SETTINGS, type InstallSettings } from '../install/install-settings.ts';
import { recorderCheck } from '../install/preflight.ts';
import { type DeployContext, handlerSettings, keptTrail, readInstalled } from '../install/prepare-install.ts';
import { checkTrails, deliveringTrails } from '../install/trail-check.ts';
import { desiredResources } from '../plan/desired.ts';
import { changes, type Plan, plan } from '../plan/plan.ts';
import type { Actual, Resource } from '../plan/resource.ts';
import { readStack } from '../read-stack.ts';
import { type Identity, stackNames } from '../stack.ts';
import { readHeartbeat, sweepIntervalMs } from './heartbeat.ts';
import { judgeHops } from './judge-hops.ts';

export interface HopWalk {
  identity: Identity;
  /** From the trail to the log, in the order in which an event takes them. */
  hops: Hop[];
  /** What a plain install would do. */
  drift: DeployAction[];
}

const NO_BASELINE: CompiledBaseline = {
  schema: 'secgroup-monitor/baseline/1',
  origin: 'none',
  groups: [],
  never: [],
  exceptions: [],
  trusted: [],
  unlisted: 'ignore',
};

/**
 * Looks at every hop between a change of a group and its finding in the log, and says of each whether it
 * is whole and, if not, the one command that mends it. Writes nothing.
 *
 * @param input.handlerCode the bundle to compare the installed one with; by default that of this version
 */
export async function walkHops(
  input: { stack: string; handlerCode?: HandlerCode | undefined },
  context: DeployContext,
): Promise<HopWalk> {
  const host = makeHost({
    ...context,
    names: stackNames(input.stack, context.aws.region),
    random: Math.random,
  });
  const reading = readStack(host);
  const [actual, trails, found, code] = await Promise.all([
    reading,
    checkTrails(host),
    installedParts(host),
    input.handlerCode ?? readHandlerCode(),
  ]).catch(async (error: unknown) => {
    await reading;
    throw error;
  });
  const identity = await host.identity();
  const settings: InstallSettings = found.parts?.install ?? DEFAULT_SETTINGS;
  // What is installed is held against itself: a trail that is stopped just now is a hop of its own.
  const trailArns = found.parts?.settings.own.trailArns ?? deliveringTrails(trails);
  const [recorder, heartbeat, comparison] = await Promise.all([
    settings.source === 'config' ? recorderCheck(host) : undefined,
    newestHeartbeat(host, settings, actual),
    compare(host, identity, settings, found.parts, actual, trailArns, code),
  ]);
  const hops = judgeHops({
    names: host.names,
    source: settings.source,
    sweep: settings.sweep,
    trails,
    recorder,
    actual,
    desired: comparison.desired,
    plan: comparison.plan,
    unreadable: found.problem,
    settingsKnown: found.parts !== undefined,
    heartbeat,
    now: context.now(),
  });
  const drift = changes(comparison.plan).map(({ kind, name, action, reason, calls }) => ({
    kind,
    name,
    action,
    reason,
    calls,
  }));
  return { identity, hops, drift };
}

/** A zip that is not as we made it is a finding of the walk, not the end of it. */
async function installedParts(host: Host): Promise<{ parts?: InstalledParts | undefined; problem?: string }> {
  try {
    return { parts: await readInstalled(host, false) };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'deploy') return { problem: error.message };
    throw error;
  }
}

async function newestHeartbeat(
  host: Host,
  settings: InstallSettings,
  actual: readonly Actual[],
): Promise<Heartbeat | undefined> {
  const interval = sweepIntervalMs(settings.sweep);
  if (interval === undefined || !actual.some(({ kind }) => kind === 'log-group')) return undefined;
  return readHeartbeat(host, interval);
}

async function compare(
  host: Host,
  identity: Identity,
  settings: InstallSettings,
  parts: InstalledParts | undefined,
  actual: Actual[],
  trailArns: string[],
  code: HandlerCode,
): Promise<{ desired: Resource[]; plan: Plan }> {
  if (settings.createTrail) {
    host.ownTrail = true;
    actual.push(...(await readStack(host, ['bucket'])));
  }
  const baseline = parts?.baseline ?? NO_BASELINE;
  const handler = handlerSettings(host.names, identity, trailArns, settings);
  const { codeSha256 } = await packFunction(code, { baseline, install: settings, settings: handler });
  const desired = desiredResources({
    names: host.names,
    identity,
    version: VERSION,
    settings,
    own: handler.own,
    baseline,
    codeSha256,
  });
  return {
    desired,
    plan: plan(desired, actual, {
      stack: host.names.stack,
      account: identity.account,
      region: identity.region,
      keep: keptTrail(actual, settings),
    }),
  };
}

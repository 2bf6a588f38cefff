import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import type { HandlerSettings, InstallationRecord } from '../../core/settings.ts';
import { VERSION } from '../../core/version.ts';
import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import { type FunctionZip, type HandlerCode, packFunction } from '../install/function-zip.ts';
import { emitLevel, type InstallSettings, notifications, receiverArns } from '../install/install-settings.ts';
import { storedText } from '../install/stored-baseline.ts';
import { canonicalJson } from '../kinds/kind.ts';
import { readKinds } from '../read-stack.ts';
import { BLIND_RULES, bucketName, type CallerIdentity, RULES, type StackNames } from '../stack.ts';
import { alarmsOf } from './alarms.ts';
import { baselineCopyOf, desiredResources } from './desired.ts';
import { installedDigest, nextRecord, recordedDigests } from './installed-digest.ts';
import { type Plan, plan } from './plan.ts';
import type { Actual, Resource } from './resource.ts';

/** The desired installation. */
export interface WantedStack {
  settings: InstallSettings;
  baseline: CompiledBaseline;
  /** ARNs of the trails that deliver the events, sorted. */
  trailArns: string[];
  /** Signs the lines that the function writes and reads back. */
  logKey: string | undefined;
  handlerCode: HandlerCode;
  /** Version of secgroup-monitor (default: this one). */
  version?: string | undefined;
  /** The install that writes, or wrote, the function's code. */
  installation?: InstallationRecord | undefined;
}

export interface PlanStackOptions {
  host: DeployHost;
  /** The resources that exist. */
  actual: readonly Actual[];
  /** Whether `actual` covers the bucket of the stack's own trail. If not, and the trail is desired, it is read here. */
  bucketRead: boolean;
  /** Undefined if no resources are desired, as in a teardown. */
  wanted?: WantedStack | undefined;
  /** Ids of resources to keep although they are not desired, with the reason. By default the stack's own trail. */
  keep?: ReadonlyMap<string, string> | undefined;
  /** Why all other resources are deleted. */
  deleteReason?: string | undefined;
}

export interface PlannedStack {
  identity: CallerIdentity;
  desired: Resource[];
  actual: readonly Actual[];
  plan: Plan;
  /** The zip for the function; undefined if no function is desired. */
  zip: FunctionZip | undefined;
}

/** Plans the steps from the existing resources to the desired ones. Writes nothing. */
export async function planStack(options: PlanStackOptions): Promise<PlannedStack> {
  const { host, wanted } = options;
  const identity = await host.identity();
  const { stack, region } = host.names;
  const common = { stack, account: identity.account, region, deleteReason: options.deleteReason };
  if (wanted === undefined) {
    const { actual, keep } = options;
    return { identity, desired: [], actual, plan: plan([], actual, { ...common, keep }), zip: undefined };
  }
  const { settings, baseline, trailArns, logKey, version = VERSION, installation } = wanted;
  const bucket = settings.createTrail && !options.bucketRead ? await readKinds(host, ['bucket']) : [];
  const actual = [...options.actual, ...bucket];
  const handler = {
    ...handlerSettings(host.names, identity, trailArns, settings),
    version,
    logKey,
    installation,
  };
  const zip = await packFunction(wanted.handlerCode, { baseline, install: settings, settings: handler });
  const { own } = handler;
  const { codeSha256 } = zip;
  const digest = installedDigest(canonicalJson(baseline), canonicalJson(settings));
  const resources = desiredResources({
    names: host.names,
    identity,
    version,
    settings,
    own,
    baseline,
    codeSha256,
    installed: nextRecord(recordedDigests(actual, host.names.baselineGroup), digest),
  });
  const copy = baselineCopyOf(storedText({ baseline, install: settings, version, resources }), host.names);
  const desired: Resource[] = [...resources, copy];
  const keep = options.keep ?? keptTrail(actual, settings);
  return { identity, desired, actual, plan: plan(desired, actual, { ...common, keep }), zip };
}

export function handlerSettings(
  names: StackNames,
  identity: CallerIdentity,
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
        ...(settings.notify.length > 0 ? BLIND_RULES : []),
        ...notifications(settings.notify).map(({ severity }) => `notify-${severity}`),
      ].map((purpose) => `${names.rulePrefix}${purpose}`),
      logGroupName: names.logGroup,
      baselineGroupName: names.baselineGroup,
      queueName: names.queue,
      alarmNames: Object.keys(alarmsOf(names, settings, {})).map(
        (purpose) => `${names.rulePrefix}${purpose}`,
      ),
      trailArns,
      bucketName: settings.createTrail ? bucketName(names, identity.account) : undefined,
      policyArns: settings.permissionsBoundary === null ? [] : [settings.permissionsBoundary],
      receiverArns: receiverArns(settings),
      recorder: settings.source === 'config',
    },
  };
}

/** Keeps a trail that an earlier run created until teardown, even if this run does not use --create-trail. */
export function keptTrail(actual: readonly Actual[], settings: InstallSettings): Map<string, string> {
  if (settings.createTrail) return new Map();
  const own = actual.filter(({ kind, ours }) => ours && (kind === 'trail' || kind === 'bucket'));
  return new Map(own.map(({ id }) => [id, say`created by an earlier install; teardown deletes it`]));
}

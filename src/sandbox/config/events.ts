import { randomUUID } from 'node:crypto';
import type { SandboxWorld } from '../service.ts';
import { partitionOf } from '../values/arn.ts';
import { upperFirst } from '../values/first-letter.ts';
import { isoSeconds } from '../values/iso-time.ts';
import { randomDelay } from '../values/random-delay.ts';
import { configState, records } from './state.ts';

/** Names of resource types in ARNs. */
const arnKinds: Record<string, string> = {
  'AWS::EC2::SecurityGroup': 'security-group',
  'AWS::EC2::NetworkInterface': 'network-interface',
  'AWS::EC2::PrefixList': 'prefix-list',
  'AWS::EC2::VPC': 'vpc',
};

/** AWS Config in the World: sends changes of recorded resources as events to the default bus. */
export function configSlice(world: SandboxWorld): SandboxWorld['config'] {
  return {
    itemChanged(account, region, resourceType, resourceId, configuration) {
      const state = configState(world, account, region);
      if (!state.recording || !records(state.recorder?.recordingGroup, resourceType)) return;
      const key = `${resourceType}/${resourceId}`;
      const before = state.items.get(key);
      // Copies, because EC2 continues to change the objects that it passes.
      const after = configuration && structuredClone(configuration);
      if (after) state.items.set(key, after);
      else state.items.delete(key);
      const changed = changedProperties(before, after);
      if (before && after && Object.keys(changed).length === 0) return;
      const detail = itemDetail(world, { account, region, resourceType, resourceId, before, after, changed });
      world.after(randomDelay(world, world.timing.cloudTrailDelayMs), () =>
        world.bus.put({
          version: '0',
          id: randomUUID(),
          source: 'aws.config',
          'detail-type': 'Config Configuration Item Change',
          account,
          time: isoSeconds(new Date(detail.notificationCreationTime)),
          region,
          resources: [detail.configurationItem.ARN],
          detail,
        }),
      );
    },
  };
}

interface Item {
  account: string;
  region: string;
  resourceType: string;
  resourceId: string;
  before: Record<string, unknown> | undefined;
  after: Record<string, unknown> | undefined;
  changed: Record<string, unknown>;
}

/** Builds a notification of AWS Config (Config guide, "Example configuration item change notifications"). */
function itemDetail(world: SandboxWorld, item: Item) {
  const now = new Date(world.now()).toISOString();
  const changeType = item.after ? (item.before ? 'UPDATE' : 'CREATE') : 'DELETE';
  const kind = arnKinds[item.resourceType] ?? item.resourceType.replace(/^.*::/, '').toLowerCase();
  const status = { UPDATE: 'OK', CREATE: 'ResourceDiscovered', DELETE: 'ResourceDeleted' }[changeType];
  const name = item.after?.groupName ?? item.before?.groupName;
  return {
    recordVersion: '1.3',
    messageType: 'ConfigurationItemChangeNotification',
    configurationItemDiff: { changedProperties: item.changed, changeType },
    notificationCreationTime: now,
    configurationItem: {
      relatedEvents: [],
      relationships: [],
      configuration: item.after ?? null,
      supplementaryConfiguration: {},
      tags: {},
      configurationItemVersion: '1.3',
      configurationItemCaptureTime: now,
      configurationStateId: world.now(),
      awsAccountId: item.account,
      configurationItemStatus: status,
      resourceType: item.resourceType,
      resourceId: item.resourceId,
      ...(typeof name === 'string' ? { resourceName: name } : {}),
      ARN: `arn:${partitionOf(item.region)}:ec2:${item.region}:${item.account}:${kind}/${item.resourceId}`,
      awsRegion: item.region,
      availabilityZone: 'Not Applicable',
      configurationStateMd5Hash: '',
    },
  };
}

/** Returns the differences between two configurations, by member. */
function changedProperties(
  before: Record<string, unknown> | undefined,
  after: Record<string, unknown> | undefined,
): Record<string, unknown> {
  if (!before || !after) {
    const changeType = after ? 'CREATE' : 'DELETE';
    return { Configuration: { previousValue: before ?? null, updatedValue: after ?? null, changeType } };
  }
  const changed: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (JSON.stringify(before[key]) === JSON.stringify(after[key])) continue;
    changed[`Configuration.${upperFirst(key)}`] = {
      previousValue: before[key] ?? null,
      updatedValue: after[key] ?? null,
      changeType: before[key] === undefined ? 'CREATE' : after[key] === undefined ? 'DELETE' : 'UPDATE',
    };
  }
  return changed;
}

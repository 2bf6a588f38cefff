import type { ConfigurationRecorder, DeliveryChannel, RecordingGroup } from '@aws-sdk/client-config-service';
import type { SandboxWorld } from '../service.ts';

/** A Region's only recorder and only delivery channel, and the last recorded configurations. */
export interface ConfigState {
  recorder: ConfigurationRecorder | undefined;
  channel: DeliveryChannel | undefined;
  recording: boolean;
  /** Epoch ms. */
  lastStarted: number | undefined;
  lastStopped: number | undefined;
  /** Configurations by `type/id`. */
  items: Map<string, Record<string, unknown>>;
}

export function configState(world: SandboxWorld, account: string, region: string): ConfigState {
  return world.state<ConfigState>('config', account, region, () => ({
    recorder: undefined,
    channel: undefined,
    recording: false,
    lastStarted: undefined,
    lastStopped: undefined,
    items: new Map(),
  }));
}

/**
 * Returns whether a recorder with this group records the type. Without a group it records all supported
 * types.
 */
export function records(group: RecordingGroup | undefined, resourceType: string): boolean {
  const strategy = group?.recordingStrategy?.useOnly;
  if (strategy === 'EXCLUSION_BY_RESOURCE_TYPES') {
    return !group?.exclusionByResourceTypes?.resourceTypes?.some((one) => one === resourceType);
  }
  if (group === undefined || group.allSupported) return true;
  return group.resourceTypes?.some((one) => one === resourceType) ?? false;
}

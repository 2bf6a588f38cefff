import type { DeployAction } from './plan.ts';

/** One hop between a change and its finding. */
export interface Hop {
  hop:
    | 'trail'
    | 'selectors'
    | 'config-recorder'
    | 'rule'
    | 'pattern'
    | 'target'
    | 'permission'
    | 'function'
    | 'runtime'
    | 'role'
    | 'log-group'
    | 'heartbeat'
    | 'dead-letter-queue'
    | 'tamper'
    | 'notify'
    | 'alarms'
    | 'installation';
  /** Null if it could not be read, so nobody knows. */
  ok: boolean | null;
  detail: string;
  /** One command that fixes it. */
  remedy?: string | undefined;
}

export interface StatusReport {
  schema: 'secgroup-monitor/status/1';
  stack: string;
  account: string;
  region: string;
  healthy: boolean;
  hops: Hop[];
  /** Changes that an `install` without options would make. */
  drift: DeployAction[];
}

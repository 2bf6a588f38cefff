import type { DeployAction } from './plan.ts';

/** One hop on the way from a change to its finding. */
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
    | 'installation';
  ok: boolean;
  detail: string;
  /** One command. */
  remedy?: string | undefined;
}

export interface StatusReport {
  schema: 'secgroup-monitor/status/1';
  stack: string;
  account: string;
  region: string;
  healthy: boolean;
  hops: Hop[];
  /** What a plain `install` would do, if anything. */
  drift: DeployAction[];
}

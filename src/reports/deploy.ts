/** Reports of install, status, teardown and redrive: plain data. */

export interface DeployAction {
  kind: string;
  name: string;
  action: 'create' | 'update' | 'replace' | 'delete' | 'none';
  reason: string;
  /** API calls that the step makes. */
  calls: string[];
}

/** A question that was asked before anything was changed. */
export interface PreflightCheck {
  check: 'identity' | 'trail' | 'config-recorder' | 'quotas' | 'role' | 'targets' | 'tamper';
  ok: 'yes' | 'no' | 'unknown';
  detail: string;
  /** One command or step. */
  remedy?: string | undefined;
}

/** A plan as `--dry-run` prints it. */
export interface PlanData {
  schema: 'secgroup-monitor/plan/1';
  stack: string;
  account: string;
  region: string;
  steps: (DeployAction & { id: string; dependsOn: string[] })[];
  foreign: { id: string; kind: string; name: string; owner: string | null }[];
}

export interface InstallReport {
  schema: 'secgroup-monitor/install/1';
  stack: string;
  account: string;
  region: string;
  version: string;
  dryRun: boolean;
  /** False: everything was as wanted, and no write was made. */
  changed: boolean;
  /** Where the baseline came from. */
  baseline: string;
  checks: PreflightCheck[];
  actions: DeployAction[];
  /** Only with `--dry-run`. */
  plan?: PlanData | undefined;
  /** API calls made, reads included. */
  calls: number;
  durationMs: number;
  /** What is left of a failed install; empty here. */
  remaining: string[];
  notes: string[];
  /** Commands to go on with. */
  next: string[];
}

export interface TeardownReport {
  schema: 'secgroup-monitor/teardown/1';
  stack: string;
  account: string;
  region: string;
  dryRun: boolean;
  actions: DeployAction[];
  plan?: PlanData | undefined;
  /** Left on purpose. */
  kept: { kind: string; name: string; reason: string }[];
  /** Of the stack's names, but without its tag: not touched. */
  foreign: { kind: string; name: string; owner: string | null }[];
  calls: number;
  durationMs: number;
  /** Found by looking again: nothing, after a teardown that succeeded. */
  remaining: string[];
  notes: string[];
}

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

export interface RedriveReport {
  schema: 'secgroup-monitor/redrive/1';
  stack: string;
  account: string;
  region: string;
  dryRun: boolean;
  /** Events that the function accepted, and that were then taken off the queue. */
  redriven: number;
  /** Messages that hold no event of ours: left in the queue. */
  skipped: { messageId: string; reason: string }[];
  /** The command that rids the queue of what was skipped, and of all else that is in it. */
  remedy?: string | undefined;
  /** Messages in the queue at the end, as SQS estimates it. */
  left: number;
}

export interface RegionResult<R> {
  region: string;
  ok: boolean;
  report?: R | undefined;
  error?: { kind: string; code: string; message: string; hint?: string | undefined } | undefined;
}

/** One table over several Regions: each is a stack of its own. */
export interface RegionsReport<R = InstallReport | TeardownReport | StatusReport> {
  schema: 'secgroup-monitor/regions/1';
  command: 'install' | 'status' | 'teardown';
  stack: string;
  regions: RegionResult<R>[];
}

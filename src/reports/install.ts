import type { DeployAction, PlanData } from './plan.ts';

/** A question that was asked before anything was changed. */
export interface PreflightCheck {
  check: 'identity' | 'trail' | 'config-recorder' | 'quotas' | 'role' | 'targets' | 'tamper';
  ok: 'yes' | 'no' | 'unknown';
  detail: string;
  /** One command or step. */
  remedy?: string | undefined;
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

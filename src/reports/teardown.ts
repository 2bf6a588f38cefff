import type { DeployAction, PlanData } from './plan.ts';

export interface TeardownReport {
  schema: 'secgroup-monitor/teardown/1';
  stack: string;
  account: string;
  region: string;
  dryRun: boolean;
  actions: DeployAction[];
  plan?: PlanData | undefined;
  /** Resources that were kept on purpose. */
  kept: { kind: string; name: string; reason: string }[];
  /** Resources with a name of the stack but without its tag. They are not changed. */
  foreign: { kind: string; name: string; owner: string | null }[];
  calls: number;
  durationMs: number;
  /** Resources that a final check found; empty after a successful teardown. */
  remaining: string[];
  notes: string[];
}

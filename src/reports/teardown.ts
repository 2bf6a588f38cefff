import type { DeployAction, PlanData } from './plan.ts';

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

export interface DeployAction {
  kind: string;
  name: string;
  action: 'create' | 'update' | 'replace' | 'delete' | 'none';
  reason: string;
  /** API calls that the step makes. */
  calls: string[];
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

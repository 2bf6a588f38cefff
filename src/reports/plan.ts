export interface DeployAction {
  kind: string;
  name: string;
  action: 'create' | 'update' | 'replace' | 'delete' | 'none';
  reason: string;
  /** Names of the API calls that the step makes. */
  calls: string[];
}

/** The plan that `--dry-run` prints. */
export interface PlanData {
  schema: 'secgroup-monitor/plan/1';
  stack: string;
  account: string;
  region: string;
  steps: (DeployAction & { id: string; dependsOn: string[] })[];
  foreign: { id: string; kind: string; name: string; owner: string | null }[];
}

import { clauses } from '../../core/words/deploy-words.ts';
import { say } from '../../core/words/say.ts';
import type { DeployAction } from '../../reports/plan.ts';
import { KINDS } from '../kinds/all.ts';
import type { KindOf } from '../kinds/kind.ts';
import type { Actual, ActualOf, Resource, ResourceKind, ResourceOf } from './resource.ts';

export const PLAN_SCHEMA = 'secgroup-monitor/plan/1';

export type Action = 'create' | 'update' | 'replace' | 'delete' | 'none';

/** One step of a plan: plain data. */
export interface PlanStep {
  /** `<kind>:<name>`. */
  id: string;
  kind: ResourceKind;
  name: string;
  action: Action;
  /** Why, as a clause without a full stop. */
  reason: string;
  /** The API calls of the step in order, including reads that check the result. */
  calls: string[];
  /** Ids of the steps that must be done first. Does not include steps with action `none`. */
  dependsOn: string[];
}

/** The steps from the existing resources to the desired ones. */
export interface Plan {
  schema: typeof PLAN_SCHEMA;
  stack: string;
  account: string;
  region: string;
  steps: PlanStep[];
  /** Resources that have the stack's names but not its tag. They are never changed. */
  foreign: { id: string; kind: ResourceKind; name: string; owner: string | null }[];
}

export interface PlanOptions {
  stack: string;
  account: string;
  region: string;
  /** Ids of the stack's resources to keep although they are not desired, with the reason. */
  keep?: ReadonlyMap<string, string> | undefined;
  /** Why all other resources are deleted. */
  deleteReason?: string | undefined;
}

const ORDER = Object.keys(KINDS) as ResourceKind[];

/** Kinds whose steps must be done before a resource of this kind can be deleted. */
const GOES_AFTER: Partial<Record<ResourceKind, readonly ResourceKind[]>> = {
  rule: ['targets'],
  permission: ['targets'],
  function: ['targets'],
  // The function might still write findings. Its role can't create log groups, so the log group stays deleted.
  'log-group': ['function'],
  queue: ['function', 'targets', 'failure-destination'],
  'role-policy': ['function', 'log-group', 'targets'],
  role: ['role-policy', 'function', 'targets'],
  bucket: ['trail'],
};

/** Deleted together with the function, without a separate call. */
const PARTS_OF_FUNCTION: readonly ResourceKind[] = ['permission', 'failure-destination'];
/** These have no tags and belong to whoever owns the function, rule or role. */
const PARTS: readonly ResourceKind[] = [...PARTS_OF_FUNCTION, 'targets', 'role-policy', 'baseline-copy'];

/** Pure. The same input gives the same plan. */
export function plan(desired: readonly Resource[], actual: readonly Actual[], options: PlanOptions): Plan {
  const wanted = new Map(desired.map((resource) => [resource.id, resource]));
  const there = new Map(actual.map((found) => [found.id, found]));
  const steps: PlanStep[] = [];
  for (const resource of desired) steps.push(stepToCreateOrUpdate(resource, there.get(resource.id)));
  const unwanted = actual.filter(({ id, ours }) => ours && !wanted.has(id));
  const functionGoes = unwanted.some(({ kind }) => kind === 'function');
  for (const found of unwanted) {
    if (functionGoes && PARTS_OF_FUNCTION.includes(found.kind)) continue;
    // The copy is deleted with its log group, or stays with it.
    if (found.kind === 'baseline-copy') continue;
    steps.push(stepToDelete(found, options));
  }
  link(steps, wanted);
  return {
    schema: PLAN_SCHEMA,
    stack: options.stack,
    account: options.account,
    region: options.region,
    steps: sorted(steps),
    foreign: actual
      .filter(({ ours, lost, kind }) => !ours && lost === undefined && !PARTS.includes(kind))
      .map(({ id, kind, name, facts }) => ({
        id,
        kind,
        name,
        owner: (facts.owner as string | undefined) ?? null,
      })),
  };
}

/** Returns the steps that change something. */
export function changes(plan: Plan): PlanStep[] {
  return plan.steps.filter(({ action }) => action !== 'none');
}

/** Returns the steps as a report lists them. */
export function deployActions(steps: readonly PlanStep[]): DeployAction[] {
  return steps.map(({ kind, name, action, reason, calls }) => ({ kind, name, action, reason, calls }));
}

function stepToCreateOrUpdate<K extends ResourceKind>(
  wanted: ResourceOf<K>,
  found: ActualOf<K> | undefined,
): PlanStep {
  const { id, name } = wanted;
  const kind: KindOf<K> = KINDS[wanted.kind];
  const step = { id, kind: wanted.kind, name, dependsOn: [] };
  if (found === undefined || !found.ours) {
    const reason =
      found === undefined ? say`it does not exist` : say`it exists but does not have the stack's tag`;
    return { ...step, action: 'create', reason, calls: [...kind.calls.create] };
  }
  const differences = kind.diff(wanted, found);
  if (differences.length === 0) return { ...step, action: 'none', reason: say`as configured`, calls: [] };
  return {
    ...step,
    action: differences.some(({ replace }) => replace === true) ? 'replace' : 'update',
    reason: clauses(differences.map(({ reason }) => reason)),
    calls: [...new Set(differences.flatMap(({ calls }) => calls))],
  };
}

function stepToDelete(found: Actual, options: PlanOptions): PlanStep {
  const { id, kind, name } = found;
  const kept = options.keep?.get(id);
  if (kept !== undefined) return { id, kind, name, action: 'none', reason: kept, calls: [], dependsOn: [] };
  return {
    id,
    kind,
    name,
    action: 'delete',
    reason: options.deleteReason ?? say`no longer configured`,
    calls: [...KINDS[kind].calls.remove],
    dependsOn: [],
  };
}

function link(steps: PlanStep[], wanted: ReadonlyMap<string, Resource>): void {
  const active = steps.filter(({ action }) => action !== 'none');
  const activeIds = new Set(active.map(({ id }) => id));
  for (const step of active) {
    if (step.action === 'delete') {
      const before = GOES_AFTER[step.kind] ?? [];
      step.dependsOn = active
        .filter((other) => before.includes(other.kind) && related(other, step))
        .map(({ id }) => id);
    } else {
      step.dependsOn = (wanted.get(step.id)?.dependsOn ?? []).filter((id) => activeIds.has(id));
    }
  }
}

/** Targets belong to one rule and policies to one role. All other dependencies are between kinds. */
function related(before: PlanStep, step: PlanStep): boolean {
  if (before.kind === 'targets' && (step.kind === 'rule' || step.kind === 'permission')) {
    return before.name === step.name;
  }
  if (before.kind === 'role-policy') return before.name.startsWith(`${step.name}/`);
  return true;
}

/** Sorts by order of work: creations first, then deletions in reverse order. */
function sorted(steps: PlanStep[]): PlanStep[] {
  const rank = (step: PlanStep) =>
    step.action === 'delete' ? 2 * ORDER.length - ORDER.indexOf(step.kind) : ORDER.indexOf(step.kind);
  return steps.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

import { usageError } from '../../core/errors.ts';
import { type Dict, isDict, textOf } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';
import type { AuditUnknown } from '../../reports/audit.ts';
import { type Configuration, readConfiguration } from './configuration.ts';

/** The parts of a plan, a state or a template that the judgement needs. */
export interface PlanDocument {
  /** The file name that the user gave. */
  file: string;
  /** The name of the document in errors: the file, and the position of the document in it. */
  name: string;
  /** The line of the document, if the file has one document in each line. */
  line: number | undefined;
  resources: PlannedResource[];
  configuration: Configuration;
  /** Values of managed resources and data sources before the plan, which may not plan all of them. */
  prior: PriorResource[];
  /** Changes that Terraform leaves to a later plan. */
  deferred: { address: string; type: string; reason: string }[];
  /** Only in a template: the groups and lists that properties refer to, by `<address>.<property>`. */
  links?: ReadonlyMap<string, string> | undefined;
  /** Only in a template: why properties are unknown, by `<address>.<property>`. */
  whys?: ReadonlyMap<string, string> | undefined;
  /** Only in a template: the unknown values that are not properties of rules. */
  unresolved?: AuditUnknown[] | undefined;
  /** Terraform reports that another plan must follow, or that this one failed. */
  isIncomplete: boolean;
}

/** One resource instance of a plan. */
export interface PlannedResource {
  address: string;
  type: string;
  actions: ReadonlySet<string>;
  /** Undefined for a resource that does not exist yet. */
  before: Dict | undefined;
  /** Undefined for a resource that is deleted, or that the plan no longer controls. */
  after: Dict | undefined;
  /** Contains `true` for each value of `after` that is known only after apply. */
  unknown: Dict;
  /** The object remains from a replacement, and another one has its address. */
  isDeposed: boolean;
  /** The line in the file, if it is known. */
  line?: number | undefined;
}

export interface PriorResource {
  address: string;
  type: string;
  values: Dict;
}

/**
 * Reads the output of `terraform show -json` or `tofu show -json`: a plan or a state.
 * Source: Terraform's JSON output format. A plan without resources lacks resource_changes, and an empty state lacks
 * values.
 * @throws AppError kind usage that names the file.
 */
export function readDocument(value: unknown, file: string, name = file, line?: number): PlanDocument {
  if (!isDict(value)) throw notAPlan(name);
  refuseVersion(value.format_version, name);
  const at = { file, name, line };
  if (isDict(value.values)) return stateDocument(value.values, at);
  const { resource_changes: changes } = value;
  const isPlan = Array.isArray(changes) || isDict(value.planned_values) || isDict(value.configuration);
  if (!isPlan) {
    // An empty state contains only its versions.
    if (typeof value.format_version !== 'string' || changes !== undefined) throw notAPlan(name);
    return stateDocument({}, at);
  }
  return {
    ...at,
    resources: listOf(value.resource_changes).flatMap(plannedResource),
    configuration: readConfiguration(value.configuration),
    prior:
      isDict(value.prior_state) && isDict(value.prior_state.values) ? valuesIn(value.prior_state.values) : [],
    deferred: listOf(value.deferred_changes).flatMap(deferredChange),
    isIncomplete: value.complete === false || value.errored === true,
  };
}

function notAPlan(file: string): Error {
  return usageError(
    'not-a-plan',
    say`${file} does not contain "resource_changes".`,
    say`Use the output of \`terraform show -json PLANFILE\`.`,
  );
}

/** Sources: Terraform's jsonplan and jsonstate: 0.1, 0.2, then 1.x. A new major version may change any meaning. */
function refuseVersion(version: unknown, file: string): void {
  if (version === undefined || (typeof version === 'string' && /^[01]\.\d+$/.test(version))) return;
  throw usageError(
    'plan-version',
    say`${file}: format_version ${JSON.stringify(version)} is not supported; versions 0.x and 1.x are.`,
    say`Use the output of \`terraform show -json PLANFILE\`.`,
  );
}

/** A state is a plan that changes nothing. */
function stateDocument(values: Dict, at: Pick<PlanDocument, 'file' | 'name' | 'line'>): PlanDocument {
  const prior = valuesIn(values);
  return {
    ...at,
    resources: prior
      .filter(({ address }) => !/(?:^|\.)data\./.test(address))
      .map(({ address, type, values: known }) => ({
        address,
        type,
        actions: new Set(['no-op']),
        before: known,
        after: known,
        unknown: {},
        isDeposed: false,
      })),
    configuration: readConfiguration(undefined),
    prior,
    deferred: [],
    isIncomplete: false,
  };
}

function plannedResource(value: unknown): PlannedResource[] {
  if (!isDict(value) || typeof value.address !== 'string' || typeof value.type !== 'string') return [];
  const { address, type, change } = value;
  if (value.mode === 'data' || !isDict(change)) return [];
  return [
    {
      address,
      type,
      actions: new Set(listOf(change.actions).map(String)),
      before: isDict(change.before) ? change.before : undefined,
      after: isDict(change.after) ? change.after : undefined,
      unknown: isDict(change.after_unknown) ? change.after_unknown : {},
      isDeposed: textOf(value.deposed) !== '',
    },
  ];
}

function deferredChange(value: unknown): PlanDocument['deferred'] {
  if (!isDict(value) || !isDict(value.resource_change)) return [];
  const { address, type } = value.resource_change;
  return typeof address === 'string' && typeof type === 'string'
    ? [{ address, type, reason: textOf(value.reason) }]
    : [];
}

/** Modules may be nested. Terraform writes no deeper state than this. */
const DEEPEST = 50;

/** Returns the resources of a values representation: planned_values, prior_state.values, the values of a state. */
function valuesIn(values: Dict): PriorResource[] {
  const found: PriorResource[] = [];
  const visit = (module: unknown, depth: number) => {
    if (!isDict(module) || depth > DEEPEST) return;
    for (const resource of listOf(module.resources)) {
      if (!isDict(resource) || !isDict(resource.values)) continue;
      const { address, type, values: known } = resource;
      if (typeof address === 'string' && typeof type === 'string')
        found.push({ address, type, values: known });
    }
    for (const child of listOf(module.child_modules)) visit(child, depth + 1);
  };
  visit(values.root_module, 0);
  return found;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

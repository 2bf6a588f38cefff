import { usageError } from '../../core/errors.ts';
import { type Dict, isDict, textOf } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';
import type { AuditUnknown } from '../../reports/audit.ts';
import { type Configuration, readConfiguration } from './configuration.ts';

/** What the judgement needs of one plan, or of a state. */
export interface PlanDocument {
  /** The file as the user named it. */
  file: string;
  /** What errors call the document: the file, and which of its documents. */
  name: string;
  /** The line of the file that the document is in, where there is one in each line. */
  line: number | undefined;
  resources: PlannedResource[];
  configuration: Configuration;
  /** Values of managed resources and data sources before the plan, which may not plan all of them. */
  prior: PriorResource[];
  /** Changes that Terraform leaves to a later plan. */
  deferred: { address: string; type: string; reason: string }[];
  /** Of a template: the groups and lists that properties lead to, by `<address>.<property>`. */
  links?: ReadonlyMap<string, string> | undefined;
  /** Of a template: why properties are not known, by `<address>.<property>`. */
  whys?: ReadonlyMap<string, string> | undefined;
  /** Of a template: what could not be worked out beside properties of rules. */
  unresolved?: AuditUnknown[] | undefined;
  /** Terraform says that another plan has to follow, or that this one failed. */
  isIncomplete: boolean;
}

/** One resource instance of a plan. */
export interface PlannedResource {
  address: string;
  type: string;
  actions: ReadonlySet<string>;
  /** Undefined for what does not exist yet. */
  before: Dict | undefined;
  /** Undefined for what ends, or leaves the plan's control. */
  after: Dict | undefined;
  /** `true` where `after` is known only after apply. */
  unknown: Dict;
  /** The object is left over from a replacement: another one has its address. */
  isDeposed: boolean;
  /** The line of the file that it is in, where that is known. */
  line?: number | undefined;
}

export interface PriorResource {
  address: string;
  type: string;
  values: Dict;
}

/**
 * Reads what `terraform show -json` or `tofu show -json` prints of a plan or of a state.
 * Source: Terraform's JSON output format. resource_changes is left out of a plan without resources, as are
 * values of an empty state.
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
    // An empty state has nothing but its versions.
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
    say`${file}: there is no "resource_changes" in it.`,
    say`Give what \`terraform show -json PLANFILE\` prints.`,
  );
}

/** Sources: Terraform's jsonplan and jsonstate: 0.1 and 0.2, then 1.x; a new major version may mean anything. */
function refuseVersion(version: unknown, file: string): void {
  if (version === undefined || (typeof version === 'string' && /^[01]\.\d+$/.test(version))) return;
  throw usageError(
    'plan-version',
    say`${file}: format_version ${JSON.stringify(version)} is not supported; versions 0.x and 1.x are.`,
    say`Give what \`terraform show -json PLANFILE\` prints.`,
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

/** Modules may be nested; deeper than this is no state of Terraform. */
const DEEPEST = 50;

/** The resources of a values representation: planned_values, prior_state.values, the values of a state. */
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

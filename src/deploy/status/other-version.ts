import type { DeployHost } from '../host.ts';
import type { InstallSettings } from '../install/install-settings.ts';
import { readCopiedBaseline } from '../install/stored-baseline.ts';
import { type Plan, plan } from '../plan/plan.ts';
import { keptTrail, type PlannedStack } from '../plan/plan-stack.ts';
import type { Resource } from '../plan/resource.ts';

/** A stack that another version of secgroup-monitor installed, compared with what that version recorded. */
export interface OtherVersion {
  version: string;
  desired: Resource[];
  plan: Plan;
}

/**
 * Compares the stack with the resources in its copy of the baseline. This version would plan other resources, and a
 * difference between versions must not look like a difference that somebody made.
 *
 * @returns undefined if the copy has no usable record of this version: then only the own plan remains.
 */
export async function compareWithRecord(
  host: DeployHost,
  version: string,
  own: PlannedStack,
  settings: InstallSettings,
): Promise<OtherVersion | undefined> {
  const copy = await readCopiedBaseline(host);
  const desired = copy?.version === version ? recorded(copy.resources, own.desired) : undefined;
  if (desired === undefined) return undefined;
  const { stack, region } = host.names;
  const { account } = own.identity;
  const keep = keptTrail(own.actual, settings);
  return { version, desired, plan: plan(desired, own.actual, { stack, account, region, keep }) };
}

/** Whoever may write to the log group may have written the record, so it counts only if its form is known. */
function recorded(resources: unknown, known: readonly Resource[]): Resource[] | undefined {
  if (!Array.isArray(resources) || resources.length === 0) return undefined;
  const fits = (one: unknown): one is Resource =>
    known.some((own) => sameForm({ ...own, id: '', name: '' }, one));
  return resources.every(fits) ? resources : undefined;
}

/** Whether `value` has everything that `model` has, in the same types; lists and policies have any content. */
function sameForm(model: object, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map(Object.entries(value));
  return Object.entries(model).every(([key, wanted]) => {
    const found: unknown = members.get(key);
    if (key === 'kind') return found === wanted;
    if (wanted === undefined || found === undefined || wanted === null || found === null)
      return key !== 'props';
    if (Array.isArray(wanted)) return Array.isArray(found);
    return key === 'props' ? sameForm(wanted, found) : typeof found === typeof wanted;
  });
}

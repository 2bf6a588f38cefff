import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import type { ActualOf, ResourceKind, ResourceOf } from '../plan/resource.ts';

/** How a resource differs from the plan (a clause without a full stop), and the API calls that fix it. */
export interface ResourceDifference {
  reason: string;
  calls: string[];
  /** It can't be updated in place, so it must be deleted and created again. */
  replace?: boolean | undefined;
}

/** Options of a run that affect its writes. */
export interface WriteOptions {
  /** The zip for the function; undefined if there is nothing to upload. */
  code?: Uint8Array | undefined;
  /** Also delete the log files of the stack's own trail. */
  deleteTrailLogs?: boolean | undefined;
}

/** Reads and writes one kind of resource. Every write can safely be repeated. */
export interface KindOf<K extends ResourceKind> {
  kind: K;
  /** The API calls that create and delete it, for the plan. */
  calls: { create: readonly string[]; remove: readonly string[] };
  /** Reads all resources of this kind that have the stack's names, whoever owns them. */
  read(host: DeployHost): Promise<ActualOf<K>[]>;
  /** Pure. */
  diff(wanted: ResourceOf<K>, actual: ActualOf<K>): ResourceDifference[];
  /** Creates it, or adopts it if an earlier call created it and the response was lost. */
  create(wanted: ResourceOf<K>, host: DeployHost, options: WriteOptions): Promise<void>;
  update(wanted: ResourceOf<K>, actual: ActualOf<K>, host: DeployHost, options: WriteOptions): Promise<void>;
  /** Deletes it. Succeeds if it no longer exists. */
  remove(actual: ActualOf<K>, host: DeployHost, options: WriteOptions): Promise<void>;
}

/** Compares as JSON, regardless of the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The desired tags that are missing or have another value, as pairs. */
export function missingTags(
  wanted: Record<string, string>,
  actual: Record<string, string> | undefined,
): [string, string][] {
  return Object.entries(wanted).filter(([key, value]) => actual?.[key] !== value);
}

export function tagReason(missing: [string, string][]): string {
  return say`tags differ (${missing.map(([key]) => key).join(', ')})`;
}

import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import type { ActualOf, ResourceKind, ResourceOf } from '../plan/resource.ts';

/** What of a thing is not as wanted, in words, and the API calls that put it right. */
export interface ResourceDifference {
  reason: string;
  calls: string[];
  /** It can't be changed in place: remove and create. */
  replace?: boolean | undefined;
}

/** What a run decides about its writes. */
export interface WriteOptions {
  /** The zip that the function is to run; undefined where none is to be uploaded. */
  code?: Uint8Array | undefined;
  /** Remove the log files of the stack's own trail, too. */
  deleteTrailLogs?: boolean | undefined;
}

/** A kind of resource: a small object over a small host. Every write is safe to repeat. */
export interface KindOf<K extends ResourceKind> {
  kind: K;
  /** API calls that creating and removing take, for the plan. */
  calls: { create: readonly string[]; remove: readonly string[] };
  /** Finds all of this kind that bear the stack's names, whosesoever they are. */
  read(host: DeployHost): Promise<ActualOf<K>[]>;
  /** Pure. */
  diff(wanted: ResourceOf<K>, actual: ActualOf<K>): ResourceDifference[];
  /** Creates it, or takes up what an earlier call left whose answer was lost. */
  create(wanted: ResourceOf<K>, host: DeployHost, options: WriteOptions): Promise<void>;
  update(wanted: ResourceOf<K>, actual: ActualOf<K>, host: DeployHost, options: WriteOptions): Promise<void>;
  /** Succeeds where it is gone already. */
  remove(actual: ActualOf<K>, host: DeployHost, options: WriteOptions): Promise<void>;
}

/** Equal as JSON, whatever the order of keys. */
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

/** The tags that are wanted and not there, as pairs. */
export function missingTags(
  wanted: Record<string, string>,
  actual: Record<string, string> | undefined,
): [string, string][] {
  return Object.entries(wanted).filter(([key, value]) => actual?.[key] !== value);
}

export function tagReason(missing: [string, string][]): string {
  return say`tags differ (${missing.map(([key]) => key).join(', ')})`;
}

import type { Aws } from '../aws/aws.ts';
import { callerOf } from '../core/caller.ts';
import type { ProgressEvent } from '../host/progress-event.ts';
import type { CallerIdentity, StackNames } from './stack.ts';

/** Everything outside its own code that a resource kind can use. */
export interface DeployHost {
  aws: Aws;
  names: StackNames;
  /** Treat resources that lost the stack's tag as the stack's own; see ownership.ts. */
  adopt?: boolean | undefined;
  /** Result of GetCallerIdentity, which is called only once. */
  identity(): Promise<CallerIdentity>;
  /** Epoch milliseconds. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Jitter of the waits, 0 <= x < 1. */
  random(): number;
  /** Aborted when the user interrupts: the current call finishes, and waits end. */
  signal: AbortSignal;
  progress(event: ProgressEvent): void;
  /** Caches a response that several kinds need during one read of the account. */
  shared<T>(key: string, load: () => Promise<T>): Promise<T>;
  /** Clears the cache of `shared`, so that the next read calls AWS again. */
  refresh(): void;
}

export function makeHost(parts: Omit<DeployHost, 'shared' | 'refresh' | 'identity'>): DeployHost {
  const cache = new Map<string, Promise<unknown>>();
  let identity: Promise<CallerIdentity> | undefined;
  return {
    ...parts,
    identity: () => {
      identity ??= readIdentity(parts.aws);
      return identity;
    },
    shared: <T>(key: string, load: () => Promise<T>) => {
      const known = cache.get(key) as Promise<T> | undefined;
      if (known !== undefined) return known;
      const loading = load();
      cache.set(key, loading);
      return loading;
    },
    refresh: () => cache.clear(),
  };
}

async function readIdentity(aws: Aws): Promise<CallerIdentity> {
  return { ...callerOf(await (await aws.sts()).getCallerIdentity({})), region: aws.region };
}

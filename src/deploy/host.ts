import type { Aws } from '../aws/aws.ts';
import type { ProgressEvent } from '../host/progress-event.ts';
import type { CallerIdentity, StackNames } from './stack.ts';

/** All that a kind may use of the outside world. */
export interface DeployHost {
  aws: Aws;
  names: StackNames;
  /** Asked once. */
  identity(): Promise<CallerIdentity>;
  /** Epoch milliseconds. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 <= x < 1: jitter of the waits. */
  random(): number;
  /** Aborted when the user interrupts: the call under way is finished, waits end. */
  signal: AbortSignal;
  progress(event: ProgressEvent): void;
  /** One answer for several kinds, within one reading of the account. */
  shared<T>(key: string, load: () => Promise<T>): Promise<T>;
  /** Forgets what `shared` holds: the next reading asks AWS again. */
  refresh(): void;
}

export function makeHost(parts: Omit<DeployHost, 'shared' | 'refresh' | 'identity'>): DeployHost {
  const held = new Map<string, Promise<unknown>>();
  let identity: Promise<CallerIdentity> | undefined;
  return {
    ...parts,
    identity: () => {
      identity ??= readIdentity(parts.aws);
      return identity;
    },
    shared: <T>(key: string, load: () => Promise<T>) => {
      const known = held.get(key) as Promise<T> | undefined;
      if (known !== undefined) return known;
      const loading = load();
      held.set(key, loading);
      return loading;
    },
    refresh: () => held.clear(),
  };
}

async function readIdentity(aws: Aws): Promise<CallerIdentity> {
  const caller = await (await aws.sts()).getCallerIdentity({});
  const arn = caller.Arn!;
  return { account: caller.Account!, arn, partition: arn.split(':')[1]!, region: aws.region };
}

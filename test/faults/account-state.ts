import { unzipSync } from 'fflate';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** Facts that differ between two clean installs: times, ids, revisions, traffic. */
const VOLATILE = new Set([
  'activeAt',
  'arnId',
  'branches',
  'created',
  'createdAt',
  'deliveredAt',
  'digests',
  'events',
  'id',
  'lastModified',
  'lastWords',
  'listeners',
  'messages',
  'modified',
  'modifiedAt',
  'nextSeq',
  'objects',
  'pending',
  'policyRevisionId',
  'revisionId',
  'revisions',
  // The hash depends on the code, which contains the account's number.
  'sha256',
  'startedAt',
  'stoppedAt',
  'streams',
  'token',
  'updatedAt',
  'versions',
  'waiting',
]);

/**
 * Returns everything in an account of the sandbox, by `<service>/<region>/<kind>/<name>`. Reads the sandbox's
 * own state, not through the code under test. Replaces the account's number, so accounts can be compared.
 */
export function accountState(sandbox: Sandbox, account: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const put = (service: string, region: string, kind: string, things: Iterable<[string, unknown]>) => {
    for (const [name, thing] of things) found[`${service}/${region}/${kind}/${name}`] = thing;
  };
  const each = (service: string, visit: (state: State, region: string) => void) => {
    for (const { account: owner, region, state } of sandbox.world.states<object>(service)) {
      if (owner === account) visit(state as State, region);
    }
  };
  each('iam', (state, region) => put('iam', region, 'role', mapOf(state, 'roles')));
  each('lambda', (state, region) => put('lambda', region, 'function', mapOf(state, 'functions')));
  each('events', (state, region) => {
    for (const [, bus] of state as unknown as Map<string, State>)
      put('events', region, 'rule', mapOf(bus, 'rules'));
  });
  each('logs', (state, region) => put('logs', region, 'group', mapOf(state, 'groups')));
  each('monitoring', (state, region) => {
    put('monitoring', region, 'alarm', [...mapOf(state, 'alarms')].map(withoutState));
    put('monitoring', region, 'dashboard', mapOf(state, 'dashboards'));
  });
  each('sqs', (state, region) => put('sqs', region, 'queue', mapOf(state, 'queues')));
  each('cloudtrail', (state, region) => put('cloudtrail', region, 'trail', mapOf(state, 'trails')));
  for (const { state } of sandbox.world.states<object>('s3')) {
    const buckets = [...(state as unknown as Map<string, State>)].filter(
      ([, bucket]) => bucket.owner === account,
    );
    put('s3', 'global', 'bucket', buckets);
  }
  return JSON.parse(JSON.stringify(found, plain).replaceAll(account, '<account>')) as Record<string, unknown>;
}

type State = Record<string, unknown>;

function mapOf(state: State, key: string): Map<string, unknown> {
  const map = state[key];
  if (!(map instanceof Map)) throw new Error(`the sandbox's state has no map ${key}`);
  return map;
}

/** An alarm without what depends on the metrics. */
function withoutState([name, alarm]: [string, unknown]): [string, unknown] {
  const { state: _, reason: __, stateSince: ___, updated: ____, ...rest } = alarm as State;
  return [name, rest];
}

/** Turns maps into objects, sorts keys, and removes volatile facts. */
function plain(key: string, value: unknown): unknown {
  if (VOLATILE.has(key)) return undefined;
  if (value instanceof Uint8Array) return key === 'zip' ? jsonFilesOf(value) : undefined;
  if (value instanceof Set) return [...value].sort();
  const entries =
    value instanceof Map
      ? [...value]
      : typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value)
        : undefined;
  if (entries === undefined) return value;
  return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/**
 * Returns the JSON files in a function's zip: baseline and settings, without the key, which is random, and without the
 * record of the install, which depends on where an earlier one stopped.
 */
function jsonFilesOf(zip: Uint8Array): Record<string, string> {
  const files = unzipSync(zip, { filter: ({ name }) => name.endsWith('.json') });
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => {
      const { logKey: _, installation: __, ...rest } = JSON.parse(new TextDecoder().decode(bytes));
      return [name, JSON.stringify(rest)];
    }),
  );
}

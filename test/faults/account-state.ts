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
  // It follows from the code, and holds the account's number.
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
 * All that an account of the sandbox holds, by `<service>/<kind>/<name>`: read from the sandbox's own state,
 * not through the code under test. The account's number is replaced, so that accounts can be compared.
 */
export function accountState(sandbox: Sandbox, account: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const put = (service: string, region: string, kind: string, things: Iterable<[string, unknown]>) => {
    for (const [name, thing] of things) found[`${service}/${region}/${kind}/${name}`] = thing;
  };
  const each = (service: string, visit: (state: Held, region: string) => void) => {
    for (const { account: owner, region, state } of sandbox.world.states<object>(service)) {
      if (owner === account) visit(state as Held, region);
    }
  };
  each('iam', (state, region) => put('iam', region, 'role', mapOf(state, 'roles')));
  each('lambda', (state, region) => put('lambda', region, 'function', mapOf(state, 'functions')));
  each('events', (state, region) => {
    for (const [, bus] of state as unknown as Map<string, Held>)
      put('events', region, 'rule', mapOf(bus, 'rules'));
  });
  each('logs', (state, region) => put('logs', region, 'group', mapOf(state, 'groups')));
  each('sqs', (state, region) => put('sqs', region, 'queue', mapOf(state, 'queues')));
  each('cloudtrail', (state, region) => put('cloudtrail', region, 'trail', mapOf(state, 'trails')));
  for (const { state } of sandbox.world.states<object>('s3')) {
    const buckets = [...(state as unknown as Map<string, Held>)].filter(
      ([, bucket]) => bucket.owner === account,
    );
    put('s3', 'global', 'bucket', buckets);
  }
  return JSON.parse(JSON.stringify(found, plain).replaceAll(account, '<account>')) as Record<string, unknown>;
}

type Held = Record<string, unknown>;

function mapOf(state: Held, key: string): Map<string, unknown> {
  const held = state[key];
  if (!(held instanceof Map)) throw new Error(`the sandbox's state has no map ${key}`);
  return held;
}

/** Maps and objects with their keys in order, without what is volatile. */
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

/** What a function's zip says beside its code: baseline and settings. */
function jsonFilesOf(zip: Uint8Array): Record<string, string> {
  const files = unzipSync(zip, { filter: ({ name }) => name.endsWith('.json') });
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]),
  );
}

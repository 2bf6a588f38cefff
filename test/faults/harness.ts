import { guardBaseline, labBaseline } from '../../src/core/baseline/presets.ts';
import { installStack } from '../../src/deploy/install/install-stack.ts';
import { teardownStack } from '../../src/deploy/teardown-stack.ts';
import { trailHome } from '../../src/sandbox/cloudtrail/state.ts';
import type { Fault, FaultAction } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Timing } from '../../src/sandbox/service.ts';
import { timings } from '../../src/sandbox/timing.ts';
import { installInput, withDeploy } from '../deploy/support.ts';
import { testSandbox } from '../support/sandbox.ts';
import { accountState } from './account-state.ts';

export type Command = 'install' | 'update' | 'teardown';

/** One API call of a command: the nth of its operation. */
export interface CallId {
  service: string;
  operation: string;
  nth: number;
}

export const text = ({ service, operation, nth }: CallId) => `${service}:${operation}#${nth}`;

/**
 * Starts a sandbox whose trails deliver nothing during the test. Otherwise the monitor would report its own
 * installation, in a separate process for each account.
 */
export async function faultSandbox(timing: Partial<Timing> = {}) {
  const never = 2 ** 31 - 1;
  return testSandbox({
    timing: {
      ...timings.instant,
      cloudTrailDelayMs: { min: never, max: never },
      trailFileMs: never,
      ...timing,
    },
  });
}

let accounts = 100_000_000_000;
/** Each case has its own account. */
export const newAccount = () => String(++accounts);

/** Prepares an account before the installation. For an update it has a trail that the stack does not own. */
export function furnish(command: Command, sandbox: Sandbox, account: string): void {
  if (command !== 'update') return;
  trailHome(sandbox.world, account, REGION).trails.set('main', {
    name: 'main',
    arn: `arn:aws:cloudtrail:${REGION}:${account}:trail/main`,
    account,
    homeRegion: REGION,
    s3BucketName: `logs-${account}`,
    includeGlobalServiceEvents: true,
    isMultiRegionTrail: true,
    isOrganizationTrail: false,
    logFileValidationEnabled: true,
    tags: new Map(),
    isLogging: true,
    eventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
    hasCustomEventSelectors: false,
    pending: new Map(),
    digests: new Map(),
  });
}

const REGION = 'eu-west-1';

/** Runs one command in this process, as the command line would. `fresh` installs with an existing trail. */
export async function perform(
  command: Command | 'fresh' | 'plan',
  sandbox: Sandbox,
  account: string,
  signal?: AbortSignal,
): Promise<unknown> {
  return withDeploy(
    { sandbox, account, ...(signal === undefined ? {} : { signal }) },
    async (context): Promise<unknown> =>
      command === 'teardown'
        ? teardownStack(
            { stack: 'secgroup-monitor', keepLogs: false, deleteTrailLogs: true, dryRun: false },
            context,
          )
        : installStack(
            installInput({
              request: { createTrail: command === 'install' },
              baseline: async () => (command === 'update' ? labBaseline() : guardBaseline()),
              named: 'yes',
              dryRun: command === 'plan',
            }),
            context,
          ),
  );
}

/** Brings the account to the state in which the command starts. */
export async function prepare(command: Command, sandbox: Sandbox, account: string): Promise<void> {
  furnish(command, sandbox, account);
  if (command === 'update') await perform('fresh', sandbox, account);
  if (command === 'teardown') await perform('install', sandbox, account);
}

/** Returns every API call of a command without faults, in order. */
export async function callsOf(command: Command, sandbox: Sandbox): Promise<CallId[]> {
  const account = newAccount();
  await prepare(command, sandbox, account);
  const before = sandbox.calls.length;
  await perform(command, sandbox, account);
  const counts = new Map<string, number>();
  return sandbox.calls
    .slice(before)
    .filter((call) => call.account === account)
    .map(({ service, operation }) => {
      const key = `${service}:${operation}`;
      const nth = (counts.get(key) ?? 0) + 1;
      counts.set(key, nth);
      return { service, operation, nth };
    });
}

export function faultAt(call: CallId, account: string, action: FaultAction, times: number): Fault {
  return { ...call, account, times, action };
}

/** Runs `work` on all items, at most `size` at a time. */
export async function pool<T>(
  items: readonly T[],
  size: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: size }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}

/** The states that one re-run, or one teardown, must reach. */
export interface References {
  rerun: 'install' | 'update';
  afterRerun: Record<string, unknown>;
  before: Record<string, unknown>;
}

export async function references(command: Command, sandbox: Sandbox): Promise<References> {
  const account = newAccount();
  furnish(command, sandbox, account);
  const before = accountState(sandbox, account);
  if (command === 'update') await perform('fresh', sandbox, account);
  const rerun = command === 'update' ? 'update' : 'install';
  await perform(rerun, sandbox, account);
  return { rerun, before, afterRerun: accountState(sandbox, account) };
}

/** Returns the keys for which two states differ. */
export function differences(a: Record<string, unknown>, b: Record<string, unknown>): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])).sort();
}

/** Throws unless one re-run reaches the state of a run without faults, or one teardown restores the account. */
export async function converge(
  sandbox: Sandbox,
  account: string,
  expected: References,
  by: 'rerun' | 'teardown',
): Promise<void> {
  await perform(by === 'rerun' ? expected.rerun : 'teardown', sandbox, account);
  const wanted = by === 'rerun' ? expected.afterRerun : expected.before;
  const wrong = differences(accountState(sandbox, account), wanted);
  if (wrong.length > 0) throw new Error(`after one ${by}: ${wrong.join(', ')}`);
}

/** Starts a sandbox whose trail delivers no event, so that nothing runs while a test deploys. */
export async function trailed(timing = timings.instant) {
  const never = 2 ** 31 - 1;
  const sandbox = await testSandbox({ timing: { ...timing, cloudTrailDelayMs: { min: never, max: never } } });
  furnish('update', sandbox, '111122223333');
  return sandbox;
}

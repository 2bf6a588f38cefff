import { AppError } from '../../src/core/errors.ts';
import type { FaultAction } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { accountState } from './account-state.ts';
import {
  type CallId,
  type Command,
  callsOf,
  converge,
  differences,
  faultAt,
  faultSandbox,
  newAccount,
  perform,
  pool,
  prepare,
  type References,
  references,
  text,
} from './harness.ts';

interface FaultKind {
  name: string;
  action: FaultAction;
  times: number;
  /** Whether the command must succeed despite the fault. */
  survived: boolean;
}

export const FAULTS: readonly FaultKind[] = [
  { name: 'throttled twice', action: { do: 'throttle' }, times: 2, survived: true },
  { name: '500 twice', action: { do: 'error' }, times: 2, survived: true },
  { name: 'reset before', action: { do: 'reset-before' }, times: 1, survived: true },
  { name: 'reset after', action: { do: 'reset-after' }, times: 1, survived: true },
  { name: 'denied', action: { do: 'deny' }, times: Number.POSITIVE_INFINITY, survived: false },
];

export interface MatrixResult {
  cases: number;
  calls: CallId[];
  failures: string[];
  ms: number;
}

/** Runs one command with every fault in every call. After each, checks one re-run or teardown. */
export async function runMatrix(command: Command): Promise<MatrixResult> {
  const started = performance.now();
  await using sandbox = await faultSandbox();
  const expected = await references(command, sandbox);
  const calls = await callsOf(command, sandbox);
  const cases = calls.flatMap((call) => FAULTS.map((fault) => ({ call, fault })));
  const failures: string[] = [];
  let number = 0;
  await pool(cases, 16, async ({ call, fault }) => {
    const label = `${command} ${text(call)} ${fault.name}`;
    try {
      await runCase(sandbox, command, call, fault, expected, number++ % 2 === 0 ? 'rerun' : 'teardown');
    } catch (error) {
      const { message } = error as Error;
      failures.push(`${label}: ${message}`);
    }
  });
  return { cases: cases.length, calls, failures, ms: performance.now() - started };
}

async function runCase(
  sandbox: Sandbox,
  command: Command,
  call: CallId,
  fault: FaultKind,
  expected: References,
  by: 'rerun' | 'teardown',
): Promise<void> {
  const account = newAccount();
  await prepare(command, sandbox, account);
  const armed = sandbox.faults.add(faultAt(call, account, fault.action, fault.times));
  const error = await perform(command, sandbox, account).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  armed.remove();
  if (error !== undefined && !(error instanceof AppError)) throw error;
  if (error !== undefined && fault.survived) throw new Error(`did not survive the fault: ${error.message}`);
  if (error !== undefined && command === 'install') checkUndone(sandbox, account, expected, error);
  await converge(sandbox, account, expected, by);
}

/** Throws unless a failed first install left nothing, or only what it reported. */
function checkUndone(sandbox: Sandbox, account: string, { before }: References, error: AppError): void {
  const left = differences(accountState(sandbox, account), before);
  const reported = (error.details?.remaining ?? []) as string[];
  const services = left.map((key) => key.split('/')[0]!);
  const kinds = reported.map((id) => id.split(':')[0]!);
  const unreported = services.filter((service) => !kinds.some((kind) => SERVICES[kind] === service));
  if (unreported.length > 0)
    throw new Error(`left without a report: ${left.join(', ')} (reported: ${reported.join(', ')})`);
}

const SERVICES: Readonly<Record<string, string>> = {
  alarm: 'monitoring',
  dashboard: 'monitoring',
  role: 'iam',
  'role-policy': 'iam',
  function: 'lambda',
  rule: 'events',
  targets: 'events',
  'log-group': 'logs',
  queue: 'sqs',
  bucket: 's3',
  trail: 'cloudtrail',
};

export function printResult(command: string, { cases, calls, failures, ms }: MatrixResult): void {
  const lines = [
    `${command}: ${calls.length} API calls x ${cases / calls.length} faults = ${cases} cases, ${failures.length} failures, ${(ms / 1000).toFixed(1)} s`,
    ...failures.slice(0, 20),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FaultAction } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { sandboxEnv } from '../support/run.ts';
import {
  type CallId,
  type Command,
  callsOf,
  converge,
  faultAt,
  faultSandbox,
  newAccount,
  pool,
  prepare,
  type References,
  references,
  text,
} from './harness.ts';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));

const ARGUMENTS: Record<Command, string[]> = {
  install: ['install', '--create-trail', '--preset', 'guard', '--quiet'],
  update: ['install', '--preset', 'lab', '--quiet'],
  teardown: ['teardown', '--yes', '--delete-trail-logs', '--quiet'],
};

export interface KillResult {
  cases: number;
  failures: string[];
  ms: number;
}

/** Kills the executable before and after each of its calls, and then checks one re-run or teardown. */
export async function runKills(command: Command): Promise<KillResult> {
  const started = performance.now();
  await using sandbox = await faultSandbox();
  const expected = await references(command, sandbox);
  const cases = (await callsOf(command, sandbox)).flatMap((call) => [
    { call, when: 'before' as const },
    { call, when: 'after' as const },
  ]);
  const failures: string[] = [];
  let number = 0;
  await pool(cases, 3, async ({ call, when }) => {
    const by = number++ % 2 === 0 ? 'rerun' : 'teardown';
    try {
      await runCase(sandbox, command, call, when, expected, by);
    } catch (error) {
      failures.push(`${command} ${text(call)} killed ${when}: ${(error as Error).message}`);
    }
  });
  return { cases: cases.length, failures, ms: performance.now() - started };
}

async function runCase(
  sandbox: Sandbox,
  command: Command,
  call: CallId,
  when: 'before' | 'after',
  expected: References,
  by: 'rerun' | 'teardown',
): Promise<void> {
  const account = newAccount();
  await prepare(command, sandbox, account);
  const { PATH } = process.env;
  const child = spawn(process.execPath, [BIN, ...ARGUMENTS[command]], {
    env: { PATH, ...sandboxEnv({ sandbox, account }) },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
    return 'cut' as const;
  };
  const after = async () => {
    await kill();
  };
  const action: FaultAction = when === 'before' ? { do: 'hook', before: kill } : { do: 'hook', after };
  const armed = sandbox.faults.add(faultAt(call, account, action, 1));
  const [, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  armed.remove();
  if (signal !== 'SIGKILL') throw new Error('the call was never made');
  await converge(sandbox, account, expected, by);
}

import { expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import type { FaultAction } from '../../src/sandbox/faults.ts';
import { accountState } from './account-state.ts';
import { differences, faultSandbox, newAccount, perform } from './harness.ts';

const RUNS = 50;
const SEED = 20_261_123;
const ACTIONS: readonly FaultAction[] = [
  { do: 'throttle' },
  { do: 'error' },
  { do: 'reset-before' },
  { do: 'reset-after' },
  { do: 'deny' },
];

/** Park and Miller's generator, which gives the same faults in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

it(`leaves nothing after ${RUNS} installs and teardowns in a row under random faults`, async () => {
  const started = performance.now();
  await using sandbox = await faultSandbox();
  const random = seeded(SEED);
  const account = newAccount();
  const before = accountState(sandbox, account);
  let faults = 0;
  let failed = 0;
  /** Runs a command under faults until it succeeds. Each attempt continues where the previous one stopped. */
  const insist = async (command: 'install' | 'teardown') => {
    for (let attempt = 1; ; attempt++) {
      const count = attempt > 3 ? 0 : Math.floor(random() * 4);
      for (let i = 0; i < count; i++) {
        faults++;
        const action = ACTIONS[Math.floor(random() * ACTIONS.length)]!;
        sandbox.faults.add({
          account,
          nth: 1 + Math.floor(random() * 60),
          times: 1 + Math.floor(random() * 2),
          action,
        });
      }
      try {
        return await perform(command, sandbox, account);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failed++;
      } finally {
        sandbox.faults.clear();
      }
    }
  };
  for (let run = 0; run < RUNS; run++) {
    await insist('install');
    await insist('teardown');
    expect(differences(accountState(sandbox, account), before), `run ${run}`).toEqual([]);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `soak: ${RUNS} installs and teardowns, ${faults} faults, ${failed} failed attempts, nothing left, ${seconds} s (seed ${SEED})\n`,
  );
});

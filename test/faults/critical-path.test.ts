import { expect, it } from 'vitest';
import type { InstallReport } from '../../src/core/deploy-report.ts';
import { faultSandbox, furnish, newAccount, perform } from './harness.ts';

const DELAY_MS = 100;
const LIMIT = 1.25;
const TRIES = 5;

/**
 * The longest chain of calls, of which each can only begin when the one before it has been answered: in the
 * plan, its steps by what they depend on; before it, the reading; after it, the looking again.
 */
function criticalPath(report: InstallReport): string[] {
  const reading = ['read: cloudtrail:DescribeTrails', 'read: cloudtrail:GetTrailStatus'];
  const again = ['look again: lambda:GetFunction', 'look again: lambda:GetPolicy'];
  const steps = new Map(report.plan!.steps.map((step) => [step.id, step]));
  const longest = new Map<string, string[]>();
  const chain = (id: string): string[] => {
    const known = longest.get(id);
    if (known !== undefined) return known;
    const step = steps.get(id)!;
    const before = step.dependsOn.map(chain).sort((a, b) => b.length - a.length)[0] ?? [];
    const own = [...before, ...step.calls.map((call) => `${id}: ${call}`)];
    longest.set(id, own);
    return own;
  };
  const plan = [...steps.keys()].map(chain).sort((a, b) => b.length - a.length)[0]!;
  return [...reading, ...plan, ...again];
}

it(`installs within ${LIMIT} times the critical path when each call takes ${DELAY_MS} ms more`, async () => {
  // As on AWS, the function is not Active when CreateFunction answers.
  await using sandbox = await faultSandbox({ functionPendingMs: 50 });
  const trailed = () => {
    const account = newAccount();
    furnish('update', sandbox, account);
    return account;
  };
  // The process is warm, so that the calls are what is measured.
  for (let i = 0; i < 3; i++) await perform('fresh', sandbox, trailed());
  const path = criticalPath((await perform('plan', sandbox, trailed())) as InstallReport);
  const pathMs = path.length * DELAY_MS;
  sandbox.faults.add({ action: { do: 'delay', ms: DELAY_MS } });
  // Other work on the machine slows some runs: the best of a few tells what the engine does.
  const walls: number[] = [];
  let calls = 0;
  while (walls.length < TRIES && !(Math.min(...walls) <= LIMIT * pathMs)) {
    const account = trailed();
    const started = performance.now();
    await perform('fresh', sandbox, account);
    walls.push(performance.now() - started);
    calls = sandbox.calls.filter((call) => call.account === account).length;
  }
  const best = Math.min(...walls);
  process.stdout.write(
    [
      `fresh install: ${calls} API calls; ${walls.map((ms) => ms.toFixed(0)).join(', ')} ms with ${DELAY_MS} ms added to each call`,
      `critical path: ${path.length} calls = ${pathMs} ms; best ratio ${(best / pathMs).toFixed(2)}`,
      ...path.map((call) => `  ${call}`),
      '',
    ].join('\n'),
  );
  expect(best).toBeLessThanOrEqual(LIMIT * pathMs);
});

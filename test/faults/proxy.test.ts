import { expect, it } from 'vitest';
import { seeded } from '../../src/sandbox/world.ts';
import { run } from '../support/run.ts';
import { accountState } from './account-state.ts';
import { faultyProxy, PROXY_FAULTS, type ProxyFault } from './faulty-proxy.ts';
import { differences, faultSandbox, newAccount, pool } from './harness.ts';

/** `PROXY_SEEDS=95,345` runs only these. */
const SEEDS =
  process.env.PROXY_SEEDS?.split(',').map(Number) ?? Array.from({ length: 500 }, (_, seed) => seed);
/** Until then, every command has given up its retries. */
const LIMIT_MS = 180_000;

const INSTALL = ['install', '--create-trail', '--preset', 'guard', '--yes', '--format', 'json'];
const TEARDOWN = ['teardown', '--yes', '--delete-trail-logs', '--format', 'json'];

it('ends every command behind a bad proxy in time, without a false success, and names every remainder', async () => {
  await using sandbox = await faultSandbox();
  await using proxy = await faultyProxy(sandbox.url);
  const started = performance.now();
  const cli = (words: string[], account: string) => run(words, { sandbox, account, eager: true });

  const reference = newAccount();
  const empty = accountState(sandbox, reference);
  expect((await cli(INSTALL, reference)).code).toBe(0);
  const installed = accountState(sandbox, reference);

  const made = new Map<ProxyFault, number>();
  const codes = new Map<string, number>();
  const failures: string[] = [];

  async function oneSeed(seed: number): Promise<void> {
    const random = seeded(seed * 7919);
    const kinds = PROXY_FAULTS.filter(() => random() < 0.5);
    const share = 0.02 + random() * 0.2;
    const account = newAccount();
    const command = seed % 2 === 0 ? 'install' : 'teardown';
    if (command === 'teardown') expect((await cli(INSTALL, account)).code).toBe(0);
    const armed = proxy.arm(account, seed, kinds, share);
    const begun = performance.now();
    const { code, stdout, stderr } = await cli(command === 'install' ? INSTALL : TEARDOWN, account);
    armed.calm();
    const ms = performance.now() - begun;
    for (const [fault, times] of armed.made) made.set(fault, (made.get(fault) ?? 0) + times);
    const outcome = `${command} ${code}`;
    codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
    const wrong = (what: string) =>
      failures.push(
        `seed ${seed}, ${command} with ${[...armed.made.keys()].join(', ')}: ${what}: ${stderr.slice(stderr.lastIndexOf('{"schema')).slice(0, 900)}`,
      );
    if (![0, 3, 4, 5].includes(code)) wrong(`exit code ${code}`);
    const insides = /.{60}(\$response|hidden field|not valid JSON|parse error|\bat [\w.]+ \().{60}/.exec(
      stderr,
    );
    if (insides !== null) wrong(`insides of the SDK: ${insides[0]}`);
    if (ms > LIMIT_MS) wrong(`${Math.round(ms)} ms`);
    const state = accountState(sandbox, account);
    if (code === 0) {
      const other = differences(state, command === 'install' ? installed : empty);
      if (other.length > 0) wrong(`false success: ${other.join(', ')}`);
    } else {
      // A command that failed before its first write left nothing.
      const wrote = differences(state, command === 'install' ? empty : installed).length > 0;
      const unnamed = Object.keys(state).filter((key) => !isNamed(key, account, stdout + stderr));
      if (wrote && unnamed.length > 0) wrong(`unnamed: ${unnamed.join(', ')}`);
    }
    if (differences(state, empty).length === 0) return;
    const { code: end } = await cli(TEARDOWN, account);
    const left = differences(accountState(sandbox, account), empty);
    if (end !== 0 || left.length > 0) wrong(`a teardown left ${left.join(', ')}, exit code ${end}`);
  }

  await pool(SEEDS, 16, async (seed) => {
    await oneSeed(seed).catch((error: Error) => failures.push(`seed ${seed}: ${error.message}`));
  });
  const figures = (counts: Map<string, number>) =>
    [...counts].sort().map(([name, times]) => `${name} ${times}`);
  process.stdout.write(
    `measured: ${SEEDS.length} seeds through a bad proxy in ${((performance.now() - started) / 1000).toFixed(0)} s; exit codes: ${figures(codes).join(', ')}; faults: ${figures(made).join(', ')}; ${failures.length} failures\n`,
  );
  for (const failure of failures.slice(0, 20)) process.stdout.write(`${failure}\n`);
  expect(failures).toEqual([]);
}, 1_800_000);

/** The report names resources by their names. A bucket and an alarm have the account's number or the stack in theirs. */
function isNamed(key: string, account: string, text: string): boolean {
  const name = key.split('/').slice(3).join('/').replaceAll('<account>', account);
  return text.includes(name);
}

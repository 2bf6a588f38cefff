import { expect, it } from 'vitest';
import { runKills } from './kill.ts';

it.each(['install', 'update', 'teardown'] as const)(
  'recovers with one re-run or teardown when %s is killed at any call',
  async (command) => {
    const { cases, failures, ms } = await runKills(command);
    process.stdout.write(
      `${command}: killed ${cases} times, ${failures.length} failures, ${(ms / 1000).toFixed(1)} s\n`,
    );
    for (const failure of failures.slice(0, 20)) process.stdout.write(`${failure}\n`);
    expect(failures).toEqual([]);
  },
);

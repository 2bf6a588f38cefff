import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { processContext } from '../../src/cli/context.ts';

it('lets many Regions wait at the same time without a warning from Node', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  process.on('warning', note);
  const before = new Map((['SIGINT', 'SIGTERM'] as const).map((name) => [name, process.listeners(name)]));
  const { context, close } = processContext();
  try {
    await Promise.all(Array.from({ length: 30 }, () => context.sleep(1, context.signal)));
    // Node emits a warning in the next turn of the event loop.
    await turn();
    expect(warnings).toEqual([]);
  } finally {
    close();
    process.off('warning', note);
    for (const [name, known] of before) {
      for (const listener of process.listeners(name))
        if (!known.includes(listener)) process.off(name, listener);
    }
  }
});

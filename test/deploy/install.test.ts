import { expect, it } from 'vitest';
import { testSandbox } from '../support/sandbox.ts';
import { install, teardown } from './support.ts';

it('installs, finds nothing to change, and tears down to nothing', async () => {
  await using sandbox = await testSandbox();
  const t0 = Date.now();
  const first = await install({ sandbox }, { request: { createTrail: true } });
  console.log(
    Date.now() - t0,
    first.calls,
    first.actions.map((a) => `${a.action} ${a.kind} ${a.name}`).join('\n'),
  );
  const again = await install({ sandbox });
  console.log(
    again.calls,
    again.actions.filter((a) => a.action !== 'none'),
  );
  expect(again.changed).toBe(false);
  const gone = await teardown({ sandbox });
  console.log(gone.calls, gone.actions.map((a) => `${a.action} ${a.kind} ${a.name}`).join('\n'));
  expect(gone.remaining).toEqual([]);
});

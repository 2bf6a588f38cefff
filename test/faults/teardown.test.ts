import { expect, it } from 'vitest';
import { runMatrix, tell } from './matrix.ts';

it('teardown: every call, every fault, and one re-run puts it right', async () => {
  const result = await runMatrix('teardown');
  tell('teardown', result);
  expect(result.failures).toEqual([]);
  expect(result.calls.length).toBeGreaterThan(20);
});

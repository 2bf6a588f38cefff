import { expect, it } from 'vitest';
import { printResult, runMatrix } from './matrix.ts';

it('recovers from every fault in every call of teardown, with one re-run or teardown', async () => {
  const result = await runMatrix('teardown');
  printResult('teardown', result);
  expect(result.failures).toEqual([]);
  expect(result.calls.length).toBeGreaterThan(20);
});

import { expect, it } from 'vitest';
import { runMatrix, tell } from './matrix.ts';

it('install: every call, every fault, and one re-run puts it right', async () => {
  const result = await runMatrix('install');
  tell('install', result);
  expect(result.failures).toEqual([]);
  expect(result.calls.length).toBeGreaterThan(20);
});

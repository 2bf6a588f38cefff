import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REGION, type StackAccount, stackAccount } from '../support/calls/stack-account.ts';
import { TAMPER_CALLS } from '../support/calls/tamper-calls.ts';
import { type Pipeline, pipeline } from '../support/pipeline.ts';

describe('a call that changes the monitor, through trail, bus and function', () => {
  let p: Pipeline;
  let account: StackAccount;
  beforeAll(async () => {
    p = await pipeline({ baseline: 'version: 1\nunlisted: ignore\n', region: REGION });
    account = stackAccount(p);
  }, 60_000);
  afterAll(async () => {
    account?.[Symbol.dispose]();
    await p?.[Symbol.asyncDispose]();
  });

  it.each(TAMPER_CALLS)('is reported by the function: %s %s', async (_, eventName, call) => {
    await call(account);
    const found = await p.finding({ kind: 'tamper', code: 'monitoring-tampered', change: { eventName } });
    expect(['high', 'critical']).toContain(found.severity);
    expect(found.args.touched).not.toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MORE_TAMPER_CALLS } from '../support/calls/more-tamper-calls.ts';
import { prepareReceivers, RECEIVERS } from '../support/calls/receivers.ts';
import { BOUNDARY, REGION, type StackAccount, stackAccount } from '../support/calls/stack-account.ts';
import { TAMPER_CALLS } from '../support/calls/tamper-calls.ts';
import { eventually } from '../support/eventually.ts';
import { type Pipeline, pipeline } from '../support/pipeline.ts';

describe('a call that changes the monitor, through trail, bus and function', () => {
  let p: Pipeline;
  let account: StackAccount;
  beforeAll(async () => {
    p = await pipeline({
      baseline: 'version: 1\nunlisted: ignore\n',
      region: REGION,
      install: ['--create-trail', '--source', 'config', '--permissions-boundary', BOUNDARY, ...RECEIVERS],
      prepare: prepareReceivers,
    });
    account = stackAccount(p);
  }, 60_000);
  afterAll(async () => {
    account?.[Symbol.dispose]();
    await p?.[Symbol.asyncDispose]();
  });

  it.each([...MORE_TAMPER_CALLS, ...TAMPER_CALLS])(
    'is reported by the function: %s %s',
    async (_, eventName, call) => {
      // Services have calls with the same name.
      const known = new Set((await p.findings()).map((one) => JSON.stringify(one)));
      await call(account);
      const found = await eventually(async () => {
        const all = (await p.findings()).filter((one) => !known.has(JSON.stringify(one)));
        const calls = all.map(({ code, change }) => ({ code, eventName: change?.eventName }));
        expect(calls).toContainEqual({ code: 'monitoring-tampered', eventName });
        return all.find(({ change }) => change?.eventName === eventName)!;
      });
      expect(found.kind).toBe('tamper');
      expect(['high', 'critical']).toContain(found.severity);
      expect(found.args.touched).not.toEqual([]);
    },
  );
});

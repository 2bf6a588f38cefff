import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FunctionAccount, functionAccount } from '../support/function-account.ts';

let account: FunctionAccount;
let make: FunctionAccount['make'];
let invoke: FunctionAccount['invoke'];
beforeAll(async () => {
  account = await functionAccount();
  ({ make, invoke } = account);
});
afterAll(async () => account?.[Symbol.asyncDispose]());

describe('the runtime', () => {
  it('returns the error that the handler threw', async () => {
    const name = await make(`export const handler = async () => { throw new TypeError('no such thing') }`);
    const { error, payload, log } = await invoke(name);
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'TypeError', errorMessage: 'no such thing' });
    expect(payload.trace[0]).toBe('TypeError: no such thing');
    expect(log).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"TypeError"/);
  });

  it.each([
    ['a missing module', '', 'other.handler', 'Runtime.ImportModuleError'],
    ['a missing export', 'export const other = 1', 'index.handler', 'Runtime.HandlerNotFound'],
    [
      'an export that is not a function',
      'export const handler = 1',
      'index.handler',
      'Runtime.HandlerNotFound',
    ],
    ['a missing import', 'import "./nothing.mjs"', 'index.handler', 'Runtime.ImportModuleError'],
    ['a syntax error', 'export const = 1', 'index.handler', 'Runtime.UserCodeSyntaxError'],
    ['a handler name without a dot', 'export const handler = 1', 'index', 'Runtime.MalformedHandlerName'],
    [
      'a handler with a callback',
      'export const handler = (e, c, done) => done()',
      'index.handler',
      'Runtime.CallbackHandlerDeprecated',
    ],
    ['a throw while loading', 'throw new RangeError("x")', 'index.handler', 'RangeError'],
  ])('reports %s', async (_what, source, Handler, errorType) => {
    const name = await make(source, { Handler });
    for (const _again of [1, 2]) {
      const { error, payload } = await invoke(name);
      expect([error, payload.errorType]).toEqual(['Unhandled', errorType]);
    }
  });

  it('supports callbacks in older runtimes', async () => {
    const source = 'export const handler = (event, context, done) => { done(null, event.a) }';
    expect((await invoke(await make(source, { Runtime: 'nodejs22.x' }), { a: 7 })).payload).toBe(7);
  });

  it('ends a function at its timeout, even in a busy loop, and starts it again', async () => {
    const name = await make('export const handler = async (spin) => { while (spin); return process.pid }', {
      Timeout: 1,
    });
    const before = (await invoke(name, false)).payload;
    const { error, payload, log } = await invoke(name, true);
    expect(error).toBe('Unhandled');
    expect(payload.errorType).toBe('Sandbox.Timedout');
    expect(payload.errorMessage).toMatch(
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
    );
    expect(log).toMatch(/Task timed out after 1\.00 seconds\n\n/);
    expect(log).toMatch(/REPORT .*\tStatus: timeout/);
    expect(() => process.kill(before, 0)).toThrow('ESRCH');
    expect((await invoke(name, false)).payload).not.toBe(before);
  });

  it.each([
    ['process.exit', 'process.exit(3)', 'Runtime.ExitError', 'exit status 3'],
    ['a kill', 'process.kill(process.pid, "SIGKILL")', 'Runtime.ExitError', 'signal: killed'],
    [
      'an unhandled rejection',
      'Promise.reject(new Error("lost")); await new Promise(() => {})',
      'Runtime.UnhandledPromiseRejection',
      'lost',
    ],
    [
      'an uncaught exception',
      'setTimeout(() => { throw new Error("late") }); await new Promise(() => {})',
      'Error',
      'late',
    ],
  ])('survives %s', async (_what, body, errorType, message) => {
    const name = await make(`export const handler = async (die) => { if (die) { ${body} } return 'fine' }`);
    const { error, payload } = await invoke(name, true);
    expect([error, payload.errorType]).toEqual(['Unhandled', errorType]);
    expect(payload.errorMessage).toContain(message);
    expect((await invoke(name, false)).payload).toBe('fine');
  });

  it('ends a function that exceeds its memory', async () => {
    const name = await make(
      'export const handler = async () => { const all = []; for (;;) all.push(Array(1e5).fill({})); }',
      { Timeout: 30 },
    );
    const { payload } = await invoke(name);
    expect(payload.errorType).toBe('Runtime.ExitError');
  });
});

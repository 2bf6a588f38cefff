// Covers src/deploy/status/*.ts, src/deploy/read-stack.ts, src/trigger/diagnose.ts.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { walkHops } from '../../../src/deploy/status/hops.ts';
import type { StatusReport } from '../../../src/reports/status.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { furnish } from '../../faults/harness.ts';
import { run } from '../../support/run.ts';
import { testSandbox } from '../../support/sandbox.ts';
import { EMPTY_HANDLER, install, withDeploy } from '../support.ts';

const ACCOUNT = '111122223333';
const STACK = 'secgroup-monitor';
const NEVER = 2 ** 31 - 1;

async function installed() {
  const sandbox = await testSandbox({
    timing: { ...timings.instant, cloudTrailDelayMs: { min: NEVER, max: NEVER } },
  });
  furnish('update', sandbox, ACCOUNT);
  await install({ sandbox });
  return sandbox;
}

const walk = (sandbox: Sandbox) =>
  withDeploy({ sandbox }, (context) => walkHops({ stack: STACK, handlerCode: EMPTY_HANDLER }, context));

const disableRule = (sandbox: Sandbox) =>
  withDeploy({ sandbox }, async ({ aws }) => {
    const events = await aws.events();
    const { EventPattern } = await events.describeRule({ Name: `${STACK}-change` });
    await events.putRule({ Name: `${STACK}-change`, EventPattern, State: 'DISABLED' });
  });

/** Every call that a status makes, as `service:operation`. */
async function callsOf(sandbox: Sandbox): Promise<string[]> {
  const calls = new Set<string>();
  sandbox.faults.add({
    action: {
      do: 'hook',
      before: ({ service, operation }) => {
        calls.add(`${service}:${operation}`);
        return undefined;
      },
    },
  });
  await walk(sandbox);
  sandbox.faults.clear();
  return [...calls].filter((call) => call !== 'sts:GetCallerIdentity').sort();
}

describe('status with a denied read', () => {
  it('shows every hop, marks what it could not read, and calls nothing broken', async () => {
    await using sandbox = await installed();
    const healthy = (await walk(sandbox)).hops;
    expect(healthy.filter(({ ok }) => ok !== true)).toEqual([]);
    const calls = await callsOf(sandbox);
    expect(calls.length).toBeGreaterThan(15);
    for (const call of calls) {
      const [service = '', operation = ''] = call.split(':');
      sandbox.faults.add({ service, operation, action: { do: 'deny' } });
      const { hops, drift } = await walk(sandbox);
      sandbox.faults.clear();
      expect({ call, hops: hops.map(({ hop }) => hop) }).toEqual({
        call,
        hops: healthy.map(({ hop }) => hop),
      });
      expect({ call, broken: hops.filter(({ ok }) => ok === false), drift }).toEqual({
        call,
        broken: [],
        drift: [],
      });
      expect({ call, unread: hops.some(({ ok }) => ok === null) }).toEqual({ call, unread: true });
      for (const { ok, detail } of hops) if (ok === null) expect(detail).toContain(operation);
    }
  });

  it('still shows the hops that are broken', async () => {
    await using sandbox = await installed();
    const env = { AWS_MAX_ATTEMPTS: '1' };
    await disableRule(sandbox);
    sandbox.faults.add({ service: 'cloudtrail', action: { do: 'deny' } });
    sandbox.faults.add({ service: 'iam', action: { do: 'error' } });
    const { code, stdout } = await run(['status', '--format', 'json'], { sandbox, env, eager: true });
    const report: StatusReport = JSON.parse(stdout);
    const { healthy, hops } = report;
    expect({ code, healthy }).toEqual({ code: 1, healthy: false });
    const state = Object.fromEntries(hops.map(({ hop, ok }) => [hop, ok]));
    expect(state).toMatchObject({ trail: null, selectors: null, rule: false, role: null, 'log-group': true });
    const pretty = await run(['status'], { sandbox, env, eager: true });
    expect(pretty.stdout).toMatch(/^\? +trail +could not be read: .*DescribeTrails/m);
    expect(pretty.stdout).toMatch(/^BAD rule +secgroup-monitor-change is disabled/m);
    expect(pretty.stdout).toMatch(/could not be checked\.$/m);
  });

  it('takes a download that fails as unknown, and asks for no other baseline', async () => {
    await using sandbox = await installed();
    const { hops } = await withDeploy({ sandbox }, (context) =>
      walkHops(
        { stack: STACK, handlerCode: EMPTY_HANDLER },
        {
          ...context,
          aws: Object.assign(Object.create(context.aws), {
            download: async () => {
              throw new AppError({ kind: 'aws', code: 'download-failed', message: 'The download failed.' });
            },
          }),
        },
      ),
    );
    expect(hops.filter(({ ok }) => ok === false)).toEqual([]);
    expect(hops.filter(({ ok }) => ok === null)).toEqual([
      {
        hop: 'installation',
        ok: null,
        detail: "can't be compared with the installed options: The download failed.",
      },
    ]);
  });

  it('ends with the error if nothing can be read', async () => {
    await using sandbox = await installed();
    for (const service of ['lambda', 'events', 'logs', 'iam', 'sqs', 'cloudtrail', 'monitoring'])
      sandbox.faults.add({ service, action: { do: 'deny' } });
    const { code, stderr } = await run(['status'], { sandbox });
    expect(code).toBe(4);
    expect(stderr).toContain('Access denied: these credentials have no permission for');
  });
});

describe('test-trigger without a finding', () => {
  it('shows the hops if the event history may not be read', async () => {
    await using sandbox = await installed();
    await disableRule(sandbox);
    sandbox.faults.add({ operation: 'LookupEvents', action: { do: 'deny' } });
    const { stdout } = await run(['test-trigger', '--timeout', '1s', '--yes'], { sandbox, eager: true });
    expect(stdout).toMatch(/^rule +broken +secgroup-monitor-change is disabled/m);
    expect(stdout).toContain(`aws events enable-rule --name ${STACK}-change`);
  });
});

describe('the installed baseline, if the function may not be read', () => {
  it('is read from its copy', async () => {
    await using sandbox = await installed();
    const healthy = await run(['baseline', 'show'], { sandbox });
    sandbox.faults.add({ operation: 'GetFunction', action: { do: 'deny' } });
    const { code, stdout, stderr } = await run(['baseline', 'show'], { sandbox });
    expect({ code, stdout }).toEqual({ code: 0, stdout: healthy.stdout });
    expect(stderr).toMatch(/could not be read \(.*lambda:GetFunction.*\)\. Its copy in log group .* is used/);
    const audit = await run(['audit', '--format', 'json'], { sandbox });
    expect(JSON.parse(audit.stdout).baseline).toBe(`installed:${STACK}`);
    sandbox.faults.add({ operation: 'DescribeLogStreams', action: { do: 'error' } });
    const env = { AWS_MAX_ATTEMPTS: '1' };
    const guarded = await run(['audit', '--format', 'json'], { sandbox, env, eager: true });
    expect(JSON.parse(guarded.stdout).baseline).toBe('preset:guard');
    expect(guarded.stderr).toContain('The guard preset is used instead.');
  });
});

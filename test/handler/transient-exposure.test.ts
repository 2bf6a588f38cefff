// Covers src/core/judge/transient-exposure.ts.
import { expect, describe as group, it } from 'vitest';
import { createMonitor } from '../../handler/monitor.ts';
import { compileBaseline } from '../../src/baseline/compile-baseline.ts';
import type { CompiledBaseline } from '../../src/core/baseline/baseline.ts';
import { describe } from '../../src/core/finding/describe.ts';
import { type Finding, isDrift } from '../../src/core/finding/finding.ts';
import { CANARY_RULE } from '../../src/core/judge/canary.ts';
import { prepareBaseline } from '../../src/core/judge/evaluate.ts';
import { baseline, ec2InMemory, type FakeGroup, SETTINGS, wrapped } from './support.ts';

const GROUP = 'sg-0a1b2c3d4e5f60718';
const START = Date.parse('2026-11-01T10:00:00Z');

function authorized(
  port: number,
  { cidr = '0.0.0.0/0', user = 'eve', more = {} }: { cidr?: string; user?: string; more?: object } = {},
) {
  const rule = { ipProtocol: 'tcp', fromPort: port, toPort: port, cidrIpv4: cidr };
  const row = { securityGroupRuleId: `sgr-${port}`, groupId: GROUP, isEgress: false, ...rule };
  return call('AuthorizeSecurityGroupIngress', user, { groupId: GROUP }, row, more);
}

function call(eventName: string, user: string, request: object, row?: object, more: object = {}) {
  return wrapped({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${user}`, userName: user },
    eventTime: new Date(START).toISOString().replace('.000Z', 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: SETTINGS.region,
    recipientAccountId: SETTINGS.account,
    requestParameters: request,
    responseElements: row === undefined ? null : { securityGroupRuleSet: { items: [row] } },
    eventID: `e-${eventName}-${user}`,
    ...more,
  });
}

const rewritten = (cidr: string) =>
  call('ModifySecurityGroupRules', 'eve', {
    ModifySecurityGroupRulesRequest: {
      GroupId: GROUP,
      SecurityGroupRule: {
        SecurityGroupRuleId: 'sgr-443',
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: cidr },
      },
    },
  });

const row = (port: number, cidr: string): FakeGroup['rules'][number] => ({
  id: `sgr-${port}`,
  protocol: 'tcp',
  from: port,
  to: port,
  cidr,
});

/** Runs events through one function after `ms`, and returns what it writes. The log shows each line at once. */
async function findings(
  groups: readonly FakeGroup[],
  events: Iterable<unknown>,
  parts: Partial<CompiledBaseline> = {},
  ms = 40_500,
): Promise<Finding[]> {
  const log: Finding[] = [];
  let now = START + ms;
  const monitor = createMonitor({
    settings: SETTINGS,
    baseline: prepareBaseline(baseline(parts)),
    aws: {
      ...ec2InMemory(groups),
      logs: async () => ({
        filterLogEvents: async () => ({
          $metadata: {},
          events: log.map((finding) => ({ message: JSON.stringify(finding) })),
        }),
      }),
    },
    now: () => now,
    sleep: async (time) => {
      now += time;
    },
    out: (line) => log.push(JSON.parse(line)),
  });
  for (const event of events) await monitor(event, () => 300_000);
  return log;
}

const WEB = compileBaseline(
  `
version: 1
groups:
  - name: web
    match: { name: web }
    rules: [tcp 443 from 10.0.0.0/8]
`,
  'baseline.yaml',
);
const NEVER = compileBaseline(
  `
version: 1
unlisted: ignore
never: [tcp 22 from anywhere]
trusted:
  - { principal: 'arn:aws:iam::111122223333:user/pipeline', settle: 90s }
`,
  'baseline.yaml',
);

const web = (...rules: FakeGroup['rules']): FakeGroup => ({ id: GROUP, name: 'web', rules });

group('a rule that is gone before anybody reads it', () => {
  it('is reported with the severity of what it admitted', async () => {
    const [state, past, ...others] = await findings([web(row(443, '10.0.0.0/8'))], [authorized(22)], WEB);
    expect(others).toEqual([]);
    expect(state).toMatchObject({ code: 'in-line', severity: 'info' });
    expect(past).toMatchObject({
      kind: 'resolved',
      code: 'transient-exposure',
      severity: 'critical',
      group: { id: GROUP, name: 'web' },
      unexpected: [{ rule: 'tcp 22 from 0.0.0.0/0' }],
      change: { actor: { name: 'eve' } },
      args: { seconds: 41 },
    });
    expect(describe(past!)).toBe(
      'no longer admits tcp 22 from 0.0.0.0/0, but did for at most 41 s; connections made then can still be open',
    );
  });

  it('is reported once, however often the event arrives', async () => {
    const log = await findings([web(row(443, '10.0.0.0/8'))], [authorized(22), authorized(22)], WEB);
    expect(log.filter(({ code }) => code === 'transient-exposure')).toHaveLength(1);
  });

  it('is not reported again if a drift was', async () => {
    const live = web(row(443, '10.0.0.0/8'), row(22, '0.0.0.0/0'));
    function* events() {
      yield authorized(22);
      live.rules.pop();
      yield authorized(22);
    }
    const log = await findings([live], events(), WEB);
    expect(log.map(({ code }) => code)).toEqual(['unexpected-ingress', 'in-line']);
  });

  it('is reported beside a drift that stays', async () => {
    const log = await findings([web(row(443, '0.0.0.0/0'))], [authorized(22)], WEB);
    expect(log.filter(isDrift)).toHaveLength(1);
    expect(log.at(-1)).toMatchObject({
      code: 'transient-exposure',
      severity: 'critical',
      unexpected: [{ rule: 'tcp 22 from 0.0.0.0/0' }],
    });
  });

  it('is nothing if the baseline allows it, or if the call failed', async () => {
    const allowed = await findings([web()], [authorized(443, { cidr: '10.1.0.0/16' })], WEB);
    expect(allowed.map(({ code }) => code)).toEqual(['missing-ingress']);
    const refused = { more: { errorCode: 'Client.UnauthorizedOperation', responseElements: null } };
    const [denied, ...others] = await findings([web()], [authorized(22, refused)], WEB);
    expect(denied).toMatchObject({ code: 'denied-attempt' });
    expect(others).toEqual([]);
  });

  it('is reported if it was rewritten and written back', async () => {
    const log = await findings([web(row(443, '10.0.0.0/8'))], [rewritten('0.0.0.0/0')], WEB);
    expect(log.at(-1)).toMatchObject({
      code: 'transient-exposure',
      unexpected: [{ rule: expect.stringContaining('tcp 443 from') }],
    });
  });

  it('is reported of a trusted principal if a never line forbids it', async () => {
    const log = await findings([web()], [authorized(22, { user: 'pipeline' })], NEVER);
    expect(log.at(-1)).toMatchObject({
      code: 'transient-exposure',
      severity: 'critical',
      args: { trusted: true },
    });
    const harmless = await findings([web()], [authorized(23, { user: 'pipeline' })], {
      ...WEB,
      trusted: NEVER.trusted,
    });
    expect(harmless.map(({ code }) => code)).not.toContain('transient-exposure');
  });
});

group('a group that is deleted before anybody reads it', () => {
  it('is reported with what it admitted', async () => {
    const log = await findings([], [authorized(22)], NEVER);
    expect(log.map(({ code, severity }) => [code, severity])).toEqual([
      ['group-deleted', 'info'],
      ['transient-exposure', 'critical'],
    ]);
    expect(describe(log[1]!)).toBe(
      'was deleted, but admitted tcp 22 from 0.0.0.0/0 before, for at most 41 s',
    );
  });

  it('is nothing if only a test ran in it', async () => {
    expect(CANARY_RULE).toBe('tcp 9 from 192.0.2.1/32');
    const log = await findings([], [authorized(9, { cidr: '192.0.2.1/32' })]);
    expect(log.map(({ code }) => code)).toEqual(['group-deleted']);
  });
});

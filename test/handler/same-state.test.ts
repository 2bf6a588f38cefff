// Covers src/core/judge/same-state.ts, handler/recent-findings.ts, handler/drift-memory.ts.
import { expect, describe as group, it } from 'vitest';
import { createMonitor } from '../../handler/monitor.ts';
import { describe } from '../../src/core/finding/describe.ts';
import { type Finding, isAlert } from '../../src/core/finding/finding.ts';
import { prepareBaseline } from '../../src/core/judge/evaluate.ts';
import { baseline, ec2InMemory, type FakeGroup, SETTINGS, wrapped } from './support.ts';

const GROUP = 'sg-0a1b2c3d4e5f60718';
const START = Date.parse('2026-11-01T10:00:00Z');
const PORTS = [22, 3389, 3306, 5432, 6379];

const rule = (port: number): FakeGroup['rules'][number] => ({
  id: `sgr-${port}`,
  protocol: 'tcp',
  from: port,
  to: port,
  cidr: '0.0.0.0/0',
});

const call = (eventName: string, user: string, request: object, response: object | null = null) =>
  wrapped({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${user}`, userName: user },
    eventTime: new Date(START).toISOString().replace('.000Z', 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: SETTINGS.region,
    recipientAccountId: SETTINGS.account,
    requestParameters: request,
    responseElements: response,
    eventID: `e-${eventName}-${user}`,
  });
const created = call('CreateSecurityGroup', 'eve', { groupName: 'new' }, { groupId: GROUP });
const authorized = (port: number, user: string) =>
  call(
    'AuthorizeSecurityGroupIngress',
    user,
    { groupId: GROUP },
    {
      securityGroupRuleSet: {
        items: [
          {
            ...{ securityGroupRuleId: `sgr-${port}`, groupId: GROUP, isEgress: false },
            ...{ ipProtocol: 'tcp', fromPort: port, toPort: port, cidrIpv4: '0.0.0.0/0' },
          },
        ],
      },
    },
  );
const rewritten = (port: number, user: string) =>
  call('ModifySecurityGroupRules', user, {
    ModifySecurityGroupRulesRequest: {
      GroupId: GROUP,
      SecurityGroupRule: {
        SecurityGroupRuleId: `sgr-${port}`,
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4: '0.0.0.0/0' },
      },
    },
  });

/** Execution environments of one function, which share EC2, a clock, and a log that shows each line at once. */
function environments(group: FakeGroup) {
  const log: Finding[] = [];
  let now = START + 2_000;
  const environment = () => {
    const monitor = createMonitor({
      settings: SETTINGS,
      baseline: prepareBaseline(baseline()),
      aws: {
        ...ec2InMemory([group]),
        logs: async () => ({
          filterLogEvents: async () => ({
            $metadata: {},
            events: log.map((finding) => ({ message: JSON.stringify(finding) })),
          }),
        }),
      },
      now: () => now,
      sleep: async () => undefined,
      out: (line) => log.push(JSON.parse(line)),
    });
    return (event: unknown) => monitor(event, () => 60_000);
  };
  return {
    log,
    environment,
    later: (ms: number) => {
      now += ms;
    },
  };
}

const filled = (): FakeGroup => ({ id: GROUP, rules: PORTS.map(rule) });
const burst = [created, ...PORTS.map((port, n) => authorized(port, `user-${n}`))];

group('several calls that leave a group in the same state', () => {
  it.each(['one environment', 'an environment for each event'])('raises one alarm: %s', async (how) => {
    const { log, environment } = environments(filled());
    const warm = environment();
    for (const event of burst) await (how === 'one environment' ? warm : environment())(event);
    const [first, ...others] = log;
    expect(first).toMatchObject({ code: 'unlisted-group', severity: 'critical' });
    expect(log.filter(isAlert)).toEqual([first]);
    // Every actor is named, each with its own call, and every finding is the judgement of the final state.
    expect(others.map(({ change }) => change?.actor.name)).toEqual(PORTS.map((_, n) => `user-${n}`));
    for (const finding of others) {
      expect(finding).toMatchObject({
        kind: 'drift',
        severity: 'info',
        digest: first?.digest,
        unexpected: first?.unexpected,
        args: { sameAs: 'e-CreateSecurityGroup-eve', severity: 'critical' },
      });
    }
    expect(describe(others[0]!)).toContain('(already reported as critical: event e-CreateSecurityGroup-eve)');
  });

  it('raises an alarm for every new state', async () => {
    const group: FakeGroup = { id: GROUP, rules: [rule(22)] };
    const { log, environment } = environments(group);
    const warm = environment();
    await warm(authorized(22, 'alice'));
    group.rules.push(rule(3389));
    await warm(authorized(3389, 'bob'));
    expect(log.filter(isAlert).map(({ change }) => change?.actor.name)).toEqual(['alice', 'bob']);
  });

  it('raises an alarm again after a minute, or after the group matched its baseline', async () => {
    const group = filled();
    const { log, environment, later } = environments(group);
    const warm = environment();
    await warm(burst[1]);
    later(60_001);
    await warm(burst[2]);
    expect(log.filter(isAlert)).toHaveLength(2);
    group.rules = [];
    await warm(burst[3]);
    group.rules = filled().rules;
    await warm(burst[4]);
    expect(log.filter(isAlert).at(-1)?.change?.actor.name).toBe('user-3');
  });

  it('raises an alarm for a rule that was rewritten to its earlier text', async () => {
    const { log, environment } = environments(filled());
    const warm = environment();
    await warm(burst[1]);
    await warm(rewritten(22, 'mallory'));
    expect(log.filter(isAlert).map(({ change }) => change?.actor.name)).toEqual(['user-0', 'mallory']);
  });

  it('raises one alarm for an event that is delivered twice', async () => {
    const { log, environment } = environments({ id: GROUP, rules: [rule(22)] });
    const warm = environment();
    await warm(authorized(22, 'alice'));
    await warm(authorized(22, 'alice'));
    expect(log.filter(isAlert)).toHaveLength(1);
    expect(log[1]?.args.sameAs).toBe('e-AuthorizeSecurityGroupIngress-alice');
  });
});

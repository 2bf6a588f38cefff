import { describe, expect, it } from 'vitest';
import { baseline, collectingMonitor, type FakeGroup, SETTINGS, wrapped } from './support.ts';

const ODD = 'sg-0a1b2c3d4e5f60718';
const OPEN = 'sg-0b1b2c3d4e5f60718';
const SCHEDULE = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

const rule = (id: string, from: number, to: number, cidr: string): FakeGroup['rules'][number] => ({
  id,
  protocol: 'tcp',
  from,
  to,
  cidr,
});
const ssh = rule('sgr-ssh', 22, 22, '0.0.0.0/0');
const odd = rule('sgr-odd', -1, 22, '0.0.0.0/0');
const https = rule('sgr-https', 443, 443, '10.0.0.0/8');

const web = {
  name: 'web',
  match: {},
  ingress: 'exactly' as const,
  rules: ['tcp 443 from 10.0.0.0/8'],
  enforce: false,
};

function monitoring(groups: FakeGroup[], options: Partial<Parameters<typeof collectingMonitor>[0]> = {}) {
  return collectingMonitor({ groups, baseline: baseline({ groups: [web] }), ...options });
}

const row = ({ id, protocol, from, to, cidr }: FakeGroup['rules'][number]) => ({
  securityGroupRuleId: id,
  groupId: ODD,
  isEgress: false,
  ipProtocol: protocol,
  fromPort: from,
  toPort: to,
  cidrIpv4: cidr,
});

const authorized = (...rules: FakeGroup['rules']) =>
  wrapped({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve', userName: 'eve' },
    eventTime: '2026-11-01T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    awsRegion: SETTINGS.region,
    recipientAccountId: SETTINGS.account,
    requestParameters: { groupId: ODD },
    responseElements: { securityGroupRuleSet: { items: rules.map(row) } },
    eventID: 'e-1',
  });

describe('a group with an unreadable rule', () => {
  it('stops no sweep: every other group is judged, and the heartbeat is written', async () => {
    const monitor = monitoring([
      { id: ODD, rules: [https, odd] },
      { id: OPEN, rules: [https, ssh] },
    ]);
    await monitor.send(SCHEDULE);
    const found = monitor.findings();
    expect(found.map(({ code, group }) => [code, group?.id])).toEqual([
      ['unreadable-rule', ODD],
      ['unexpected-ingress', OPEN],
      [undefined, undefined],
    ]);
    expect(found.at(-1)).toMatchObject({ schema: 'secgroup-monitor/heartbeat/1', groups: 2, drifting: 2 });
  });

  it('is judged by its readable rules, and the finding has the text and the id of the other', async () => {
    const monitor = monitoring([{ id: ODD, rules: [https, ssh, odd] }]);
    await monitor.send(authorized(ssh, odd));
    const [open, unreadable, ...more] = monitor.findings();
    expect(more).toEqual([]);
    expect(open).toMatchObject({ code: 'unexpected-ingress', severity: 'critical' });
    expect(open?.unexpected.map(({ rule }) => rule)).toEqual(['tcp 22 from 0.0.0.0/0']);
    expect(unreadable).toMatchObject({
      kind: 'drift',
      code: 'unreadable-rule',
      severity: 'medium',
      group: { id: ODD },
      change: { actor: { name: 'eve' } },
      args: { ids: ['sgr-odd'], reasons: ['has an invalid port range'] },
    });
    expect(JSON.parse(String(unreadable?.args.rules))).toMatchObject({
      FromPort: -1,
      ToPort: 22,
      CidrIpv4: '0.0.0.0/0',
    });
  });

  it('never matches its baseline, and matches it again once the rule is gone', async () => {
    const group: FakeGroup = { id: ODD, rules: [https, odd] };
    const monitor = monitoring([group]);
    await monitor.send(authorized(odd));
    group.rules = [https];
    await monitor.send({
      source: 'secgroup-monitor',
      'detail-type': 'Check Security Group',
      detail: { groupIds: [ODD] },
    });
    expect(monitor.findings().map(({ code }) => code)).toEqual(['unreadable-rule', 'back-in-line']);
  });

  it('is reported once by sweeps, with the call that added the rule, and again when another is added', async () => {
    const group: FakeGroup = { id: ODD, rules: [https, odd] };
    const logged: string[] = [];
    const record = (authorized(odd) as { detail: unknown }).detail;
    const monitor = monitoring([group], {
      aws: {
        logs: async () => ({
          filterLogEvents: async () => ({ $metadata: {}, events: logged.map((message) => ({ message })) }),
        }),
        cloudtrail: async () => ({
          lookupEvents: async () => ({
            $metadata: {},
            Events: [{ CloudTrailEvent: JSON.stringify(record) }],
          }),
        }),
      },
    });
    const sweep = async () => {
      await monitor.send(SCHEDULE);
      const lines = monitor.lines.splice(0).filter((line) => line.includes('"kind"'));
      logged.push(...lines);
      return lines.map((line) => JSON.parse(line));
    };
    expect(await sweep()).toMatchObject([{ kind: 'drift', change: { actor: { name: 'eve' } } }]);
    expect(await sweep()).toEqual([]);
    group.rules.push(rule('sgr-other', -1, 80, '0.0.0.0/0'));
    expect(await sweep()).toMatchObject([
      { code: 'unreadable-rule', args: { ids: ['sgr-odd', 'sgr-other'] } },
    ]);
  });

  it('is not a canary group, whatever its name and tag', async () => {
    const monitor = monitoring([
      {
        id: ODD,
        name: 'secgroup-monitor-canary-1',
        tags: { 'secgroup-monitor:canary': 'secgroup-monitor' },
        rules: [odd],
      },
    ]);
    await monitor.send(authorized(odd));
    expect(monitor.findings().map(({ code, severity }) => [code, severity])).toContainEqual([
      'unreadable-rule',
      'medium',
    ]);
  });
});

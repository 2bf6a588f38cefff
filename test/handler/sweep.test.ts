// Covers handler/recent-findings.ts, handler/drift-digest.ts, handler/verdicts.ts.
import { describe, expect, it } from 'vitest';
import { AwsCallError } from '../../src/core/errors.ts';
import { baseline, collectingMonitor, type FakeGroup, SETTINGS } from './support.ts';

const GROUP = 'sg-0a1b2c3d4e5f60718';
const SCHEDULE = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
const entry = {
  name: 'web',
  match: {},
  ingress: 'exactly' as const,
  rules: ['tcp 443 from 10.0.0.0/8'],
  enforce: false,
};

const rule = (id: string, port: number, cidr: string): FakeGroup['rules'][number] => ({
  id,
  protocol: 'tcp',
  from: port,
  to: port,
  cidr,
});
const meant = rule('sgr-meant', 443, '10.0.0.0/8');

const authorized = (user: string, { id, from, cidr }: FakeGroup['rules'][number]) => ({
  CloudTrailEvent: JSON.stringify({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${user}`, userName: user },
    eventTime: '2026-11-01T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    awsRegion: SETTINGS.region,
    requestParameters: { groupId: GROUP },
    responseElements: {
      securityGroupRuleSet: {
        items: [
          {
            securityGroupRuleId: id,
            groupId: GROUP,
            isEgress: false,
            ipProtocol: 'tcp',
            fromPort: from,
            toPort: from,
            cidrIpv4: cidr,
          },
        ],
      },
    },
    eventID: `e-${user}`,
  }),
});

/** Creates a monitor with the given event history. Its log group contains the lines that it wrote. */
function sweeping(
  rules: FakeGroup['rules'],
  lookupEvents: () => Promise<object> = async () => ({ Events: [] }),
) {
  const group: FakeGroup = { id: GROUP, rules };
  const logged: string[] = [];
  const monitor = collectingMonitor({
    groups: [group],
    baseline: baseline({ groups: [entry] }),
    aws: {
      logs: async () => ({
        filterLogEvents: async () => ({ $metadata: {}, events: logged.map((message) => ({ message })) }),
      }),
      cloudtrail: async () => ({ lookupEvents: async () => ({ $metadata: {}, ...(await lookupEvents()) }) }),
    },
  });
  const sweep = async () => {
    await monitor.send(SCHEDULE);
    const found = monitor.findings().filter(({ kind }) => kind !== undefined);
    logged.push(...monitor.lines.splice(0).filter((line) => line.includes('"kind"')));
    return found;
  };
  return { group, sweep };
}

describe('a sweep', () => {
  it('reports a continuing drift once, and another drift although the group was already drifting', async () => {
    const { group, sweep } = sweeping([meant, rule('sgr-1', 8080, '10.0.0.0/8')]);
    expect(await sweep()).toMatchObject([{ kind: 'drift-without-event', severity: 'low' }]);
    expect(await sweep()).toEqual([]);
    group.rules = [meant, rule('sgr-1', 8080, '10.0.0.0/8'), rule('sgr-2', 22, '0.0.0.0/0')];
    expect(await sweep()).toMatchObject([{ severity: 'critical' }]);
    expect(await sweep()).toEqual([]);
  });

  it('reports the actor who caused the drift, not the last one who changed the group', async () => {
    const open = rule('sgr-2', 22, '0.0.0.0/0');
    const { sweep } = sweeping([meant, open], async () => ({
      Events: [authorized('innocent', meant), authorized('culprit', open)],
    }));
    expect(await sweep()).toMatchObject([{ kind: 'drift', change: { actor: { name: 'culprit' } } }]);
  });

  it('reports no actor if no call caused the drift', async () => {
    const { sweep } = sweeping([meant, rule('sgr-2', 22, '0.0.0.0/0')], async () => ({
      Events: [authorized('innocent', meant)],
    }));
    const [finding] = await sweep();
    expect(finding).toMatchObject({ kind: 'drift-without-event', severity: 'critical' });
    expect(finding?.change).toBeUndefined();
  });

  it('reports the drift even if LookupEvents is throttled', async () => {
    const { sweep } = sweeping([rule('sgr-2', 22, '0.0.0.0/0')], async () => {
      throw new AwsCallError({
        kind: 'aws',
        code: 'aws-throttled',
        message: 'Rate exceeded',
        service: 'cloudtrail',
        operation: 'LookupEvents',
        awsCode: 'ThrottlingException',
      });
    });
    expect(await sweep()).toMatchObject([{ kind: 'drift-without-event', severity: 'critical' }]);
  });
});

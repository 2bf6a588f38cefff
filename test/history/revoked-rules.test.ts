import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';

const GROUP = 'sg-0123456789abcdef0';
const RULE = 'sgr-00000000000000001';

/** A record with the fields that every call has. */
function record(minute: number, eventName: string, rest: Record<string, unknown>): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      userName: 'alice',
    },
    eventTime: `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`,
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: 'eu-central-1',
    sourceIPAddress: '198.51.100.17',
    userAgent: 'aws-cli/2.15.0',
    eventID: `e-${minute}`,
    recipientAccountId: '111122223333',
    ...rest,
  };
}

const rule = {
  securityGroupRuleId: RULE,
  groupId: GROUP,
  isEgress: false,
  ipProtocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  cidrIpv4: '203.0.113.0/24',
};
const authorize = record(1, 'AuthorizeSecurityGroupIngress', {
  requestParameters: {
    groupId: GROUP,
    ipPermissions: {
      items: [
        { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '203.0.113.0/24' }] } },
      ],
    },
  },
  responseElements: { _return: true, securityGroupRuleSet: { items: [rule] } },
});
const modify = record(2, 'ModifySecurityGroupRules', {
  requestParameters: {
    ModifySecurityGroupRulesRequest: {
      GroupId: GROUP,
      SecurityGroupRule: {
        SecurityGroupRuleId: RULE,
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' },
      },
    },
  },
});
const revoke = record(3, 'RevokeSecurityGroupIngress', {
  requestParameters: { groupId: GROUP, securityGroupRuleIds: { items: [{ securityGroupRuleId: RULE }] } },
  responseElements: { _return: true },
});

async function removed(...records: unknown[]) {
  const stdin = JSON.stringify({ Records: records });
  const { stdout } = await run(['history', '--format', 'json', '--from', '-'], { stdin });
  const last = JSON.parse(stdout.trim().split('\n').at(-1)!);
  return { removed: last.removed, ids: last.removedRuleIds };
}

describe('a call that removes a rule by its id', () => {
  it('shows the text that an earlier record has, whatever the order of the records', async () => {
    expect(await removed(revoke, authorize)).toEqual({ removed: ['tcp 22 from 203.0.113.0/24'], ids: [] });
  });
  it('shows the text that the rule had last', async () => {
    expect(await removed(authorize, modify, revoke)).toEqual({ removed: ['tcp 22 from 0.0.0.0/0'], ids: [] });
  });
  it('does not use the text of a call that failed', async () => {
    const denied = { ...modify, errorCode: 'Client.UnauthorizedOperation' };
    const texts = ['tcp 22 from 203.0.113.0/24'];
    expect(await removed(authorize, denied, revoke)).toEqual({ removed: texts, ids: [] });
  });
  it('shows the id if no record has the text', async () => {
    expect(await removed(revoke)).toEqual({ removed: [], ids: [RULE] });
    const { stdout } = await run(['history', '--from', '-'], { stdin: JSON.stringify(revoke) });
    expect(stdout).toContain(`- ${RULE} (rule text is not in the record)`);
  });
});

describe('a record without its request, which is too large', () => {
  const omitted = { omitted: true, originalSize: 111_915, reason: 'requestParameters too large' };
  const large = { ...authorize, requestParameters: omitted, responseElements: omitted };
  const groups = JSON.stringify({ SecurityGroups: [] });

  it('is listed with who, what and when', async () => {
    const { code, stdout } = await run(['history', '--utc', '--from', '-'], { stdin: JSON.stringify(large) });
    expect(code).toBe(0);
    expect(stdout).toBe(
      '2026-03-02 09:01:00Z  -  AuthorizeSecurityGroupIngress: the request is too large for the record  alice with the AWS CLI from 198.51.100.17, 111122223333 eu-central-1\n',
    );
  });
  it('is a finding of a rehearsal, with who, what and when', async () => {
    const files = new Map([['groups.json', groups]]);
    const argv = ['history', '--preset', 'guard', '--groups', 'groups.json', '--from', '-'];
    const options = { stdin: JSON.stringify(large), files };
    const { stdout } = await run([...argv, '--format', 'json'], options);
    const { alerts, findings } = JSON.parse(stdout);
    expect(alerts).toBe(1);
    expect(findings).toMatchObject([
      {
        ...{ code: 'unreadable-event', severity: 'medium', time: '2026-03-02T09:01:00Z' },
        change: { eventName: 'AuthorizeSecurityGroupIngress', actor: { name: 'alice' } },
      },
    ]);
    const shown = await run(argv, options);
    expect(shown.stdout).toContain('CloudTrail left the request out of the record, because it is too large');
    expect(shown.stdout).toContain('alice with the AWS CLI');
  });
  it('names the group if the response does', async () => {
    const { stdout } = await run(['history', '--from', '-'], {
      stdin: JSON.stringify({ ...authorize, requestParameters: omitted }),
    });
    expect(stdout).toContain(`${GROUP}  + tcp 22 from 203.0.113.0/24`);
    expect(stdout).not.toContain('too large');
  });
});

describe('a time without a zone', () => {
  it.each([
    '2026-03-02 09:01:00.000',
    '2026-03-02 09:01:00',
    '2026-03-02 09:01:00 UTC',
    '2026-03-02T09:01:00Z',
  ])('is in UTC: %s', async (eventTime) => {
    const before = process.env.TZ;
    process.env.TZ = 'Asia/Tokyo';
    try {
      const stdin = JSON.stringify({ ...authorize, eventTime });
      const { stdout } = await run(['history', '--format', 'json', '--from', '-'], { stdin });
      expect(JSON.parse(stdout).time).toBe('2026-03-02T09:01:00Z');
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});

describe('input without CloudTrail records', () => {
  it.each([
    ['another JSON object', '{"SecurityGroups": []}'],
    ['a list', '[{"a": 1}]'],
    ['a text', '"Records"'],
  ])('is refused: %s', async (_, stdin) => {
    const { code, stderr } = await run(['history', '--from', '-'], { stdin });
    expect(stderr).toContain('There are no CloudTrail records in standard input.');
    expect(code).toBe(2);
  });
  it.each([
    ['records of other calls', JSON.stringify({ Records: [record(1, 'RunTask', {})] })],
    ['an answer without events', '{\n  "Events": []\n}'],
    ['a log file without records', '{"Records":[]}'],
    ['an empty list of records as text', '[]\n'],
  ])('does not include %s', async (_, stdin) => {
    const { code, stderr } = await run(['history', '--from', '-'], { stdin });
    expect(stderr).toContain('0 changes');
    expect(code).toBe(0);
  });
});

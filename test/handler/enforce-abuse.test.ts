// Covers handler/enforce.ts, handler/reverts.ts.
import { describe, expect, it } from 'vitest';
import { AwsCallError } from '../../src/core/errors.ts';
import { CANARY_TAG } from '../../src/core/judge/canary.ts';
import { baseline, collectingMonitor, ec2InMemory, type FakeGroup, SETTINGS, wrapped } from './support.ts';

const GROUP = 'sg-0a1b2c3d4e5f60718';
const entry = {
  name: 'web',
  match: {},
  ingress: 'exactly' as const,
  rules: ['tcp 443 from anywhere'],
  enforce: true,
};

const authorize = (userIdentity: object) =>
  wrapped({
    eventVersion: '1.11',
    userIdentity,
    eventTime: '2026-11-01T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    awsRegion: SETTINGS.region,
    requestParameters: { groupId: GROUP },
    eventID: 'e-1',
  });

const session = (roleArn: string, sessionName: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::111122223333:assumed-role/${roleArn.slice(roleArn.lastIndexOf('/') + 1)}/${sessionName}`,
  sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn } },
});

async function codes(group: Omit<FakeGroup, 'id'>, userIdentity: object) {
  const { send, findings } = collectingMonitor({
    groups: [{ id: GROUP, ...group }],
    baseline: baseline({ groups: [entry] }),
    settings: { enforce: 'dry-run' },
  });
  await send(authorize(userIdentity));
  return findings().map(({ code }) => code);
}

const open = { rules: [{ id: 'sgr-1', protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' }] };
const role = (name: string) => `arn:aws:iam::111122223333:role/secgroup-monitor/${name}`;

describe('enforcement', () => {
  it("ignores changes by the function's own role", async () => {
    expect(await codes(open, session(role(SETTINGS.own.roleName), 'x'))).not.toContain('enforce-dry-run');
  });

  it.each([
    [
      'a user of the same name',
      { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${SETTINGS.own.roleName}` },
    ],
    [
      'a role of the same name in another account',
      session(`arn:aws:iam::444455556666:role/${SETTINGS.own.roleName}`, 'x'),
    ],
    ['a session of the same name', session(role('other'), SETTINGS.own.roleName)],
    ['a role whose name only ends with the same text', session(role(`not-${SETTINGS.own.roleName}`), 'x')],
  ])('reverts changes by %s', async (_, identity) => {
    expect(await codes(open, identity)).toContain('enforce-dry-run');
  });
});

describe('the canary group', () => {
  const user = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve', userName: 'eve' };
  const tags = { [CANARY_TAG]: SETTINGS.stack };
  const rules = [{ id: 'sgr-1', protocol: 'tcp', from: 9, to: 9, cidr: '192.0.2.1/32' }];

  it('never gets the rules of an entry for all groups', async () => {
    const name = `${SETTINGS.stack}-canary-0a1b2c3d`;
    expect(await codes({ name, tags, rules }, user)).toEqual(['unexpected-ingress']);
  });

  it('is not any group with its tag: missing rules of such a group are reported', async () => {
    expect(await codes({ name: 'web', tags, rules: [] }, user)).toContain('missing-ingress');
  });
});

it('restores a group even if it was filled up to its limit', async () => {
  const junk = { id: 'sgr-junk', protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' };
  const group: FakeGroup = { id: GROUP, rules: [junk] };
  const aws = ec2InMemory([group]);
  const calls: string[] = [];
  aws.ec2.authorizeSecurityGroupIngress = async () => {
    calls.push('authorize');
    if (group.rules.length > 0) {
      throw new AwsCallError({
        kind: 'aws',
        code: 'aws-quota',
        message: 'The maximum number of rules per security group has been reached.',
        service: 'ec2',
        operation: 'AuthorizeSecurityGroupIngress',
        awsCode: 'RulesPerSecurityGroupLimitExceeded',
      });
    }
    group.rules = [{ id: 'sgr-meant', protocol: 'tcp', from: 443, to: 443, cidr: '10.0.0.0/8' }];
    return { $metadata: {} };
  };
  aws.ec2.revokeSecurityGroupIngress = async () => {
    calls.push('revoke');
    group.rules = [];
    return { $metadata: {} };
  };
  const { send, findings } = collectingMonitor({
    groups: [group],
    baseline: baseline({ groups: [{ ...entry, rules: ['tcp 443 from 10.0.0.0/8'] }] }),
    settings: { enforce: 'on' },
    aws,
  });
  await send(authorize({ type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve', userName: 'eve' }));
  expect(calls).toEqual(['authorize', 'revoke', 'authorize']);
  expect(findings().at(-1)).toMatchObject({ kind: 'resolved', code: 'enforced', args: { mended: true } });
});

describe('a revoke of a rule', () => {
  const eve = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve', userName: 'eve' };
  const ssh = { id: 'sgr-1', protocol: 'tcp', from: 22, to: 22, cidr: '10.0.0.0/8' };
  const only = (...rules: string[]) => baseline({ groups: [{ ...entry, ingress: 'at-most', rules }] });

  it('uses the text of the rule if EC2 does not show its id', async () => {
    const group: FakeGroup = { id: GROUP, rules: [ssh] };
    const aws = ec2InMemory([group]);
    aws.ec2.describeSecurityGroupRules = async () => ({ $metadata: {}, SecurityGroupRules: [] });
    const revoked: unknown[] = [];
    aws.ec2.revokeSecurityGroupIngress = async (input) => {
      revoked.push(input);
      group.rules = [];
      return { $metadata: {} };
    };
    const settings = { enforce: 'on' as const };
    const { send, findings } = collectingMonitor({ groups: [group], baseline: only(), settings, aws });
    await send(authorize(eve));
    const IpPermissions = [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
    ];
    expect(revoked).toEqual([{ GroupId: GROUP, IpPermissions }]);
    expect(findings().at(-1)).toMatchObject({ code: 'enforced', args: { mended: true } });
  });

  it('never contains an invalid id', async () => {
    const groups = [{ id: GROUP, rules: [{ ...ssh, id: 'sgr-1 $(id)' }] }];
    const settings = { enforce: 'dry-run' as const };
    const { send, findings } = collectingMonitor({ groups, baseline: only(), settings });
    await send(authorize(eve));
    const [revoke] = findings().at(-1)!.args.do as string[];
    expect(revoke).toMatch(/^aws ec2 revoke-security-group-ingress .* --ip-permissions /);
    expect(revoke).not.toContain('$');
  });

  it('is left out if no group can contain the rules that must be authorized first', async () => {
    const meant = Array.from({ length: 1_001 }, (_, n) => `tcp 22 from 10.${n >> 8}.${n & 255}.1/32`);
    const groups = [{ id: GROUP, rules: [ssh] }];
    const compiled = only(...meant);
    const dry = collectingMonitor({ groups, baseline: compiled, settings: { enforce: 'dry-run' } });
    await dry.send(authorize(eve));
    expect(dry.findings().at(-1)).toMatchObject({ code: 'enforce-dry-run' });
    const on = collectingMonitor({ groups, baseline: compiled, settings: { enforce: 'on' } });
    await expect(on.send(authorize(eve))).rejects.toMatchObject({ code: 'too-many-rules' });
  });
});

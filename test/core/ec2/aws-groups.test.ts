// Covers src/core/baseline/prefix-lists-used.ts.
import { describe, expect, it } from 'vitest';
import { prefixListsUsed } from '../../../src/core/baseline/prefix-lists-used.ts';
import { prepareBaseline } from '../../../src/core/baseline/prepared-baseline.ts';
import { entriesFrom, groupFrom, rowsByGroup, usesPrefixList } from '../../../src/core/ec2/aws-groups.ts';
import { formatCidr } from '../../../src/core/exposure/cidr.ts';
import { renderRule } from '../../../src/core/exposure/render-rules.ts';
import { baselineOf, groupOf, never } from '../../support/groups.ts';

const PLACE = { account: '111122223333', region: 'eu-west-1' };
const ssh = (range: object) => ({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...range });

describe('a row of DescribeSecurityGroups', () => {
  it('becomes a group', () => {
    const row = {
      GroupId: 'sg-0aaa',
      GroupName: 'web',
      VpcId: 'vpc-0aaa',
      OwnerId: '444455556666',
      Tags: [{ Key: 'Role', Value: 'web' }, { Key: 'Empty' }],
      IpPermissions: [
        ssh({ UserIdGroupPairs: [{ GroupId: 'sg-0bbb', UserId: '444455556666' }] }),
        ssh({ IpRanges: [{ CidrIp: '10.0.0.0/8' }] }),
      ],
    };
    const group = groupFrom(row, PLACE);
    expect({ ...group, rules: group.rules.map(renderRule) }).toEqual({
      id: 'sg-0aaa',
      name: 'web',
      vpcId: 'vpc-0aaa',
      account: '444455556666',
      region: 'eu-west-1',
      tags: { Role: 'web', Empty: '' },
      rules: ['tcp 22 from sg-0bbb', 'tcp 22 from 10.0.0.0/8'],
    });
  });

  it('uses the account of the request if the row has no owner, and accepts missing members', () => {
    expect(groupFrom({ GroupId: 'sg-0aaa' }, PLACE)).toEqual({
      id: 'sg-0aaa',
      name: '',
      vpcId: undefined,
      account: '111122223333',
      region: 'eu-west-1',
      tags: {},
      rules: [],
    });
  });

  it('returns the readable rules, and apart from them the text of those that cannot be read', () => {
    const row = {
      GroupId: 'sg-0aaa',
      IpPermissions: [ssh({ IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: 'nowhere' }] })],
    };
    const group = groupFrom(row, PLACE);
    expect(group.rules.map(renderRule)).toEqual(['tcp 22 from 10.0.0.0/8']);
    expect(group.unreadable).toEqual([
      {
        text: '{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"nowhere"}]}',
        reason: 'is not an IPv4 CIDR',
      },
    ]);
    expect(groupFrom({ GroupId: 'sg-0aaa', IpPermissions: [] }, PLACE)).not.toHaveProperty('unreadable');
  });

  it('reads a kind of source that it does not know as an unreadable rule, beside the known ones', () => {
    const known = { IpRanges: [{ CidrIp: '10.0.0.0/8' }] };
    for (const beside of [known, {}]) {
      const row = { GroupId: 'sg-0aaa', IpPermissions: [ssh({ ...beside, LatticeIds: [{ Id: 'x' }] })] };
      expect(groupFrom(row, PLACE).unreadable).toMatchObject([
        { text: expect.stringContaining('LatticeIds'), reason: 'is an unknown kind of source' },
      ]);
    }
  });

  it('treats hostile values as missing', () => {
    const group = groupFrom({ GroupId: 7, GroupName: {}, VpcId: [], Tags: [null] }, PLACE);
    expect(group).toMatchObject({ id: '', name: '', vpcId: undefined, tags: {} });
  });
});

it('assigns rows of DescribeSecurityGroupRules to their groups, in their order', () => {
  const [a, b, c] = [{ GroupId: 'sg-1' }, { GroupId: 'sg-2' }, { GroupId: 'sg-1' }];
  expect([...rowsByGroup([a, b, c])]).toEqual([
    ['sg-1', [a, c]],
    ['sg-2', [b]],
  ]);
});

describe('the list of a prefix list’s entries', () => {
  it('becomes blocks', () => {
    const entries = entriesFrom([{ Cidr: '10.1.2.3/8' }, { Cidr: '2001:db8::/32' }]);
    expect(entries.map(formatCidr)).toEqual(['10.0.0.0/8', '2001:db8::/32']);
  });

  it('is read completely or not at all, because a missing entry would hide what it admits', () => {
    expect(() => entriesFrom([{ Cidr: '10.0.0.0/8' }, {}])).toThrowError(
      expect.objectContaining({ code: 'bad-cidr' }),
    );
  });
});

describe('the set of prefix lists that a judgement needs', () => {
  const baseline = prepareBaseline(
    baselineOf(['tcp 443 from pl-0c', 'tcp 80 from anywhere'], {
      never: [never('tcp 22 from pl-0d')],
      exceptions: [{ rule: 'tcp 5432 from pl-0e', reason: 'a test' }],
    }),
  );

  it('includes those of the groups, of their entries, of never lines and of exceptions', () => {
    const group = groupOf(['tcp 22 from pl-0a', 'tcp 25 from pl-0z']);
    expect([...prefixListsUsed([group], baseline)].sort()).toEqual([
      'pl-0a',
      'pl-0c',
      'pl-0d',
      'pl-0e',
      'pl-0z',
    ]);
  });

  it('excludes those of entries for other groups', () => {
    const other = groupOf(['tcp 22 from 10.0.0.0/8'], { name: 'other' });
    expect([...prefixListsUsed([other], baseline)].sort()).toEqual(['pl-0d', 'pl-0e']);
    expect(usesPrefixList(other)).toBe(false);
    expect(usesPrefixList(groupOf(['tcp 22 from pl-0a']))).toBe(true);
  });
});

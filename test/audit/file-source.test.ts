// Covers src/audit/rules-with-ids.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinFiles, readGroupData, readGroupFile, scopeOfFile } from '../../src/audit/file-source.ts';
import { AppError } from '../../src/core/errors.ts';
import { renderRule } from '../../src/core/exposure/render-rules.ts';

const group = {
  GroupId: 'sg-0aaa',
  GroupName: 'web',
  OwnerId: '111122223333',
  VpcId: 'vpc-0aaa',
  SecurityGroupArn: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0aaa',
  Tags: [{ Key: 'Role', Value: 'web' }],
  IpPermissions: [
    {
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '192.168.0.0/16' }],
    },
  ],
  IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
};
const row = (id: string, CidrIpv4: string, parts = {}) => ({
  SecurityGroupRuleId: id,
  GroupId: 'sg-0aaa',
  GroupOwnerId: '111122223333',
  IsEgress: false,
  IpProtocol: 'tcp',
  FromPort: 22,
  ToPort: 22,
  CidrIpv4,
  ...parts,
});

const rulesOf = (value: unknown) =>
  readGroupData(value, 'f').groups[0]!.rules.map((rule) => `${rule.id ?? '-'} ${renderRule(rule)}`);

describe('readGroupData', () => {
  it('reads the groups that the AWS CLI prints', () => {
    const [read] = readGroupData({ SecurityGroups: [group] }, 'f').groups;
    expect(read).toMatchObject({
      id: 'sg-0aaa',
      name: 'web',
      vpcId: 'vpc-0aaa',
      account: '111122223333',
      region: 'eu-west-1',
      tags: { Role: 'web' },
    });
    expect(rulesOf({ SecurityGroups: [group] })).toEqual([
      '- tcp 22 from 10.0.0.0/8',
      '- tcp 22 from 192.168.0.0/16',
    ]);
  });

  it('accepts a list of documents, a bare list of groups, and rules next to groups in any order', () => {
    const rows = {
      SecurityGroupRules: [row('sgr-1', '10.0.0.0/8'), row('sgr-2', '0.0.0.0/0', { IsEgress: true })],
    };
    const withIds = ['sgr-1 tcp 22 from 10.0.0.0/8', '- tcp 22 from 192.168.0.0/16'];
    expect(rulesOf([group])).toHaveLength(2);
    expect(rulesOf([rows, { SecurityGroups: [group] }])).toEqual(withIds);
    expect(rulesOf([{ SecurityGroups: [group] }, rows])).toEqual(withIds);
    expect(rulesOf(rows)).toEqual(['sgr-1 tcp 22 from 10.0.0.0/8']);
  });

  it('reads the entries of prefix lists', () => {
    const lists = { PrefixLists: [{ PrefixListId: 'pl-0aaa', PrefixListName: 'x', Cidrs: ['10.0.0.0/8'] }] };
    expect([...readGroupData([lists, { SecurityGroups: [] }], 'f').lists.keys()]).toEqual(['pl-0aaa']);
  });

  it('adds a note if the file is only one page of several', () => {
    const file = readGroupData({ SecurityGroups: [group], NextToken: 'abc' }, 'f');
    expect(scopeOfFile(file, 'f').notes).toEqual([
      'The file contains one page of several (it has a NextToken), so groups are missing.',
    ]);
  });
});

describe('readGroupFile', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  it.each([
    ['{}', 'f does not contain "SecurityGroups".'],
    ['{"SecurityGroups": {}}', 'f: SecurityGroups is not a list: {}'],
    ['{"SecurityGroups": [7]}', 'f: SecurityGroups[0] is not an object: 7'],
    ['{"SecurityGroups": [{"GroupId": 7}]}', 'f: SecurityGroups[0].GroupId is not a group id: 7'],
    ['{"SecurityGroups": [', 'f:1:21: not valid JSON: expected a value, but the text ends here.'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'f:1:1001: nested more than 1000 levels deep.'],
  ])('reports the place of the mistake: %s', (text, message) => {
    expect(() => readGroupFile(bytes(text), 'f')).toThrow(message);
  });

  it('returns the text of rules that cannot be read, once for both forms of a group', () => {
    const permission = '{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "IpRanges": [{"CidrIp": "any"}]}';
    const groups = `{"SecurityGroups": [{"GroupId": "sg-0a", "IpPermissions": [${permission}]}]}`;
    const rows =
      '{"SecurityGroupRules": [{"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-0a", "IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "CidrIpv4": "any"}]}';
    const unreadable = (text: string) => readGroupFile(bytes(text), 'f').groups[0]?.unreadable;
    expect(unreadable(groups)).toEqual([
      {
        text: '{"IpProtocol":"tcp","FromPort":1,"ToPort":2,"IpRanges":[{"CidrIp":"any"}]}',
        reason: 'is not an IPv4 CIDR',
      },
    ]);
    const withId = [{ id: 'sgr-1', text: expect.stringContaining('any'), reason: 'is not an IPv4 CIDR' }];
    expect(unreadable(rows)).toEqual(withId);
    expect(unreadable(`[${groups}, ${rows}]`)).toEqual(withId);
    const files = [groups, rows].map((text) => readGroupFile(bytes(text), 'f'));
    joinFiles(files);
    expect(files.flatMap((file) => file.groups).map((group) => group.unreadable)).toEqual([withId]);
  });

  it('throws only usage errors, whatever the file contains', () => {
    const document = JSON.stringify({
      SecurityGroups: [group],
      SecurityGroupRules: [row('sgr-1', '10.0.0.0/8')],
    });
    const words = [...document.matchAll(/"[^"]*"|\d+|[[\]{}]/g)].map(({ index, 0: word }) => ({
      index,
      word,
    }));
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.constantFrom('null', '7', '"x"', '[]', '{}', '[[]]', '""', '-1', '1e99'),
        ({ index, word }, replacement) => {
          const text = document.slice(0, index) + replacement + document.slice(index + word.length);
          try {
            readGroupFile(bytes(text), 'f');
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
            expect((error as AppError).kind).toBe('usage');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

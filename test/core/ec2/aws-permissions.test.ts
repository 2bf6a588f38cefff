// Covers src/core/ec2/aws-traffic.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  problemText,
  readIpPermissions,
  readSecurityGroupRules,
  rulesFromIpPermissions,
  rulesFromSecurityGroupRules,
} from '../../../src/core/ec2/aws-permissions.ts';
import { renderRule } from '../../../src/core/exposure/render-rules.ts';
import { ruleSet } from '../../../src/core/exposure/rule-set.ts';

const OWN = '111122223333';
const anywhere = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const permission = (IpProtocol: unknown, FromPort?: unknown, ToPort?: unknown): string[] =>
  rulesFromIpPermissions([{ IpProtocol, FromPort, ToPort, ...anywhere }], OWN).map(renderRule);

describe('IpPermissions', () => {
  it.each<[string, [unknown, unknown?, unknown?], string]>([
    ['tcp', ['tcp', 22, 23], 'tcp 22-23'],
    ['ports as text', ['udp', '53', '53'], 'udp 53'],
    ['no ports', ['tcp'], 'tcp'],
    ['ports -1', ['tcp', -1, -1], 'tcp'],
    ['-1 without ports', ['-1'], 'all'],
    ['-1 with ports', ['-1', 0, 65535], 'all'],
    ['the number -1', [-1, -1, -1], 'all'],
    ['another protocol with ports', ['47', 1, 2], '47'],
    ['the last protocol', ['255'], '255'],
    ['ICMP type and code', ['icmp', 8, 0], 'icmp 8/0'],
    ['ICMP type', ['icmp', 3, -1], 'icmp 3'],
    ['ICMP type 0', ['icmp', 0, -1], 'icmp 0'],
    ['ICMP', ['1', -1, -1], 'icmp'],
    ['ICMP, a code with every type', ['icmp', -1, 0], 'icmp'],
    ['ICMPv6 without ports', ['icmpv6'], 'icmpv6'],
    ['ICMPv6 by number', ['58', 128, 0], 'icmpv6 128/0'],
  ])('reads %s', (_, [protocol, from, to], traffic) => {
    expect(permission(protocol, from, to)).toEqual([`${traffic} from 0.0.0.0/0`]);
  });

  it('reads every kind of source with its description', () => {
    const rules = rulesFromIpPermissions(
      [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: '192.0.2.7/24', Description: 'office' }],
          Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
          PrefixListIds: [{ PrefixListId: 'pl-0a' }],
          UserIdGroupPairs: [
            { GroupId: 'sg-0a', UserId: OWN },
            { GroupId: 'sg-0b', UserId: '444455556666', VpcPeeringConnectionId: 'pcx-1' },
            { GroupId: 'sg-0c' },
          ],
        },
      ],
      OWN,
    );
    expect(rules.map(renderRule)).toEqual([
      'tcp 443 from 192.0.2.0/24',
      'tcp 443 from 2001:db8::/32',
      'tcp 443 from pl-0a',
      'tcp 443 from sg-0a',
      'tcp 443 from 444455556666/sg-0b',
      'tcp 443 from sg-0c',
    ]);
    expect(rules.map(({ description }) => description)).toEqual(['office', ...new Array(5).fill(undefined)]);
  });

  it.each<[string, unknown, string]>([
    ['another type than a list', { IpPermissions: [] }, 'it is not a list: {"IpPermissions":[]}'],
    ['another type than an object', [7], '[0] is not an object: 7'],
    ['no protocol', [{ ...anywhere }], '[0] has an unknown protocol: {}'],
    [
      'an unknown protocol',
      [{ IpProtocol: 'ftp', ...anywhere }],
      '[0] has an unknown protocol: {"IpProtocol":"ftp"}',
    ],
    [
      'a protocol too high',
      [{ IpProtocol: '256', ...anywhere }],
      '[0] has an unknown protocol: {"IpProtocol":"256"}',
    ],
    [
      'an object as protocol',
      [{ IpProtocol: {}, ...anywhere }],
      '[0] has an unknown protocol: {"IpProtocol":{}}',
    ],
    [
      'a port too high',
      [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 65536, ...anywhere }],
      '[0] has an invalid port range: {"IpProtocol":"tcp","FromPort":1,"ToPort":65536}',
    ],
    [
      'a fractional port',
      [{ IpProtocol: 'tcp', FromPort: 1.5, ToPort: 2, ...anywhere }],
      '[0] has a port that is not a number: {"IpProtocol":"tcp","FromPort":1.5,"ToPort":2}',
    ],
    [
      'ports in the wrong order',
      [{ IpProtocol: 'tcp', FromPort: 2, ToPort: 1, ...anywhere }],
      '[0] has an invalid port range: {"IpProtocol":"tcp","FromPort":2,"ToPort":1}',
    ],
    [
      'one port missing',
      [{ IpProtocol: 'tcp', FromPort: 2, ...anywhere }],
      '[0] has an invalid port range: {"IpProtocol":"tcp","FromPort":2}',
    ],
    [
      'an ICMP type too high',
      [{ IpProtocol: 'icmp', FromPort: 256, ToPort: -1, ...anywhere }],
      '[0] has an invalid ICMP type or code: {"IpProtocol":"icmp","FromPort":256,"ToPort":-1}',
    ],
    ['no source', [{ IpProtocol: '-1' }], '[0] has no source: {"IpProtocol":"-1"}'],
    [
      'a bad CIDR',
      [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/33' }] }],
      '[0].IpRanges[0].CidrIp is not an IPv4 CIDR: "0.0.0.0/33"',
    ],
    [
      'IPv6 among IPv4',
      [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '::/0' }] }],
      '[0].IpRanges[0].CidrIp is not an IPv4 CIDR: "::/0"',
    ],
    [
      'a bad group',
      [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: '\u001b[2J' }] }],
      '[0].UserIdGroupPairs[0].GroupId is not a security group id: "\\u001b[2J"',
    ],
    [
      'a bad account',
      [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1', UserId: 'x y' }] }],
      '[0].UserIdGroupPairs[0].UserId is not an account id: "x y"',
    ],
    [
      'a bad list',
      [{ IpProtocol: '-1', PrefixListIds: [{}] }],
      '[0].PrefixListIds[0].PrefixListId is not a prefix list id: nothing',
    ],
  ])('reports what cannot be read: %s', (_, value, problem) => {
    const { problems } = readIpPermissions(value, OWN);
    expect(problems.map((found) => `${found.path} ${problemText(found)}`)).toEqual([problem]);
  });

  it('returns what can be read and reports the rest, or throws one error if everything is required', () => {
    const value = [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '1.2.3.4/0' }, { CidrIp: 7 }] },
    ];
    expect(readIpPermissions(value, OWN).rules.map(renderRule)).toEqual(['tcp 22 from 0.0.0.0/0']);
    expect(() => rulesFromIpPermissions(value, OWN)).toThrowError(
      expect.objectContaining({ code: 'unreadable-rule', details: { problems: expect.any(Array) } }),
    );
  });

  it('reads any JSON without an exception', () => {
    const key = fc.constantFrom(
      'IpProtocol',
      'FromPort',
      'ToPort',
      'IpRanges',
      'Ipv6Ranges',
      'PrefixListIds',
      'UserIdGroupPairs',
      'CidrIp',
      'GroupId',
      'ReferencedGroupInfo',
      'CidrIpv4',
    );
    const leaf = fc.oneof(
      fc.constantFrom<unknown>('tcp', '-1', 22, -1, null, '0.0.0.0/0', 'sg-1', true),
      fc.string(),
    );
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('any')), fc.dictionary(key, tie('any'))),
    })).any;
    fc.assert(
      fc.property(fc.array(value), (entries) => {
        for (const read of [readIpPermissions(entries, OWN), readSecurityGroupRules(entries, OWN)]) {
          expect(() => ruleSet(read.rules)).not.toThrow();
        }
        expect(
          readIpPermissions(entries, OWN).problems.length > 0 || entries.length === readable(entries),
        ).toBe(true);
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  /** Entries with at least one rule. An entry without a rule must be a problem. */
  function readable(entries: unknown[]): number {
    return entries.filter((entry) => readIpPermissions([entry], OWN).rules.length > 0).length;
  }
});

describe('a row of DescribeSecurityGroupRules', () => {
  it('keeps id and description, and is left out for egress', () => {
    const rules = rulesFromSecurityGroupRules(
      [
        {
          SecurityGroupRuleId: 'sgr-1',
          IsEgress: false,
          IpProtocol: '-1',
          FromPort: -1,
          ToPort: -1,
          CidrIpv4: '0.0.0.0/0',
          Description: 'open',
        },
        {
          SecurityGroupRuleId: 'sgr-2',
          IsEgress: true,
          IpProtocol: '-1',
          FromPort: -1,
          ToPort: -1,
          CidrIpv4: '0.0.0.0/0',
        },
        {
          SecurityGroupRuleId: 'sgr-3',
          IsEgress: false,
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
          ReferencedGroupInfo: { GroupId: 'sg-0a', UserId: OWN },
        },
        {
          SecurityGroupRuleId: 'sgr-4',
          IsEgress: false,
          IpProtocol: 'icmp',
          FromPort: 8,
          ToPort: -1,
          CidrIpv6: '::/0',
        },
        {
          SecurityGroupRuleId: 'sgr-5',
          IsEgress: false,
          IpProtocol: 'tcp',
          FromPort: 1,
          ToPort: 2,
          PrefixListId: 'pl-0a',
        },
      ],
      OWN,
    );
    expect(rules.map((rule) => [rule.id, renderRule(rule), rule.description])).toEqual([
      ['sgr-1', 'all from 0.0.0.0/0', 'open'],
      ['sgr-3', 'tcp 22 from sg-0a', undefined],
      ['sgr-4', 'icmp 8 from ::/0', undefined],
      ['sgr-5', 'tcp 1-2 from pl-0a', undefined],
    ]);
  });

  it('reports what it lacks', () => {
    expect(() =>
      rulesFromSecurityGroupRules([{ SecurityGroupRuleId: 'sgr-1', IpProtocol: '-1' }], OWN),
    ).toThrowError(/\[0\] has no source/);
  });
});

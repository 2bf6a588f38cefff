import { describe, expect, it } from 'vitest';
import { readGroupFile } from '../../../src/audit/file-source.ts';
import { compileBaseline } from '../../../src/baseline/compile-baseline.ts';
import { evaluateGroup, prepareBaseline } from '../../../src/core/judge/evaluate.ts';
import { NOW } from '../../support/groups.ts';

/**
 * Tricks against a monitor that compares texts, from the JSON of the AWS CLI to the verdict. The baseline allows
 * only tcp 443 from anywhere for the group, and no group must open tcp 22 to the internet.
 */
const baseline = prepareBaseline(
  compileBaseline(
    `version: 1
groups:
  - { name: web, match: { name: web }, rules: [tcp 443 from anywhere] }
never:
  - { rule: tcp 22 from anywhere }
  - { rule: tcp 3306 from public }
`,
    'baseline.yaml',
  ),
);

const https = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [{ CidrIpv6: '::/0' }],
};
const tcp = (from: number, to = from) => ({ IpProtocol: 'tcp', FromPort: from, ToPort: to });
const v4 = (...cidrs: string[]) => ({ IpRanges: cidrs.map((CidrIp) => ({ CidrIp })) });
const v6 = (...cidrs: string[]) => ({ Ipv6Ranges: cidrs.map((CidrIpv6) => ({ CidrIpv6 })) });
const list = (id: string) => ({ PrefixListIds: [{ PrefixListId: id }] });
const group = (GroupId: string, UserId?: string) => ({
  UserIdGroupPairs: [{ GroupId, ...(UserId ? { UserId } : {}) }],
});
const slices = (count: number, cidr: (index: number) => string) =>
  v4(...Array.from({ length: count }, (_, i) => cidr(i)));

interface Trick {
  name: string;
  permissions: object[];
  lists?: Record<string, string[]>;
  /** Codes of the verdicts, without duplicates. Default: unexpected and forbidden. */
  codes?: string[];
  severity?: string;
}

const BOTH = ['unexpected-ingress', 'forbidden-ingress'];

const TRICKS: Trick[] = [
  { name: 'the plain case', permissions: [https, { ...tcp(22), ...v4('0.0.0.0/0') }] },
  {
    name: 'two halves of the internet',
    permissions: [https, { ...tcp(22), ...v4('0.0.0.0/1', '128.0.0.0/1') }],
  },
  {
    name: 'two halves in two permissions',
    permissions: [https, { ...tcp(22), ...v4('0.0.0.0/1') }, { ...tcp(22), ...v4('128.0.0.0/1') }],
  },
  { name: 'a hundred /9s', permissions: [https, { ...tcp(22), ...slices(100, (i) => `${i + 1}.0.0.0/9`) }] },
  {
    name: 'the internet except one address',
    permissions: [
      https,
      {
        ...tcp(22),
        ...slices(
          32,
          (i) =>
            `${i === 0 ? '128.0.0.0' : `${((2 ** (31 - i)) >>> 24) & 255}.${((2 ** (31 - i)) >>> 16) & 255}.${((2 ** (31 - i)) >>> 8) & 255}.${(2 ** (31 - i)) & 255}`}/${i + 1}`,
        ),
      },
    ],
  },
  { name: 'a narrow address with /0', permissions: [https, { ...tcp(22), ...v4('1.2.3.4/0') }] },
  { name: 'a private address with /0', permissions: [https, { ...tcp(22), ...v4('10.0.0.0/0') }] },
  { name: 'a private address with /1', permissions: [https, { ...tcp(22), ...v4('10.0.0.0/1') }] },
  { name: 'only IPv6', permissions: [https, { ...tcp(22), ...v6('::/0') }] },
  { name: 'halves of IPv6', permissions: [https, { ...tcp(22), ...v6('::/1', '8000::/1') }] },
  { name: 'all global unicast of IPv6', permissions: [https, { ...tcp(22), ...v6('2000::/3') }] },
  { name: 'IPv6 in another spelling', permissions: [https, { ...tcp(22), ...v6('0:0:0:0:0:0:0:0/0') }] },
  { name: 'all ports', permissions: [https, { ...tcp(0, 65535), ...v4('0.0.0.0/0') }] },
  { name: 'a range around the port', permissions: [https, { ...tcp(20, 30), ...v4('0.0.0.0/0') }] },
  { name: 'protocol -1', permissions: [https, { IpProtocol: '-1', ...v4('0.0.0.0/0') }] },
  {
    name: 'protocol -1 with a harmless port',
    permissions: [https, { IpProtocol: '-1', FromPort: 443, ToPort: 443, ...v4('0.0.0.0/0') }],
  },
  { name: '6 for tcp', permissions: [https, { ...tcp(22), IpProtocol: '6', ...v4('0.0.0.0/0') }] },
  { name: '6 without ports', permissions: [https, { IpProtocol: '6', ...v4('0.0.0.0/0') }] },
  { name: 'tcp with ports -1', permissions: [https, { ...tcp(-1), ...v4('0.0.0.0/0') }] },
  {
    name: 'a prefix list of the entire internet',
    permissions: [https, { ...tcp(22), ...list('pl-0aaa') }],
    lists: { 'pl-0aaa': ['0.0.0.0/0'] },
  },
  {
    name: 'a prefix list of halves',
    permissions: [https, { ...tcp(22), ...list('pl-0aaa') }],
    lists: { 'pl-0aaa': ['0.0.0.0/1', '128.0.0.0/1'] },
  },
  {
    name: 'a list and a CIDR, each a half',
    permissions: [https, { ...tcp(22), ...list('pl-0aaa'), ...v4('0.0.0.0/1') }],
    lists: { 'pl-0aaa': ['128.0.0.0/1'] },
  },
  {
    name: "a list that can't be read",
    permissions: [https, { ...tcp(22), ...list('pl-0bbb') }],
    codes: ['unexpected-ingress', 'opaque-prefix-list'],
    severity: 'high',
  },
  {
    name: 'hidden in the list of the allowed rule',
    permissions: [{ ...https, IpRanges: [], Ipv6Ranges: [], ...list('pl-0aaa') }],
    lists: { 'pl-0aaa': ['0.0.0.0/0'] },
    codes: ['missing-ingress'],
    severity: 'medium',
  },
  {
    name: 'next to the allowed port in one range',
    permissions: [{ ...https, FromPort: 442 }],
    codes: ['unexpected-ingress'],
    severity: 'high',
  },
  {
    name: 'the allowed port over udp',
    permissions: [https, { ...https, IpProtocol: 'udp' }],
    codes: ['unexpected-ingress'],
    severity: 'medium',
  },
  {
    name: 'another protocol',
    permissions: [https, { IpProtocol: '50', ...v4('0.0.0.0/0') }],
    codes: ['unexpected-ingress'],
    severity: 'high',
  },
  {
    name: 'a group of the same account',
    permissions: [https, { ...tcp(22), ...group('sg-0bbb') }],
    codes: ['unexpected-ingress'],
    severity: 'medium',
  },
  {
    name: 'a group of another account',
    permissions: [https, { IpProtocol: '-1', ...group('sg-0bbb', '444455556666') }],
    codes: ['unexpected-ingress'],
    severity: 'medium',
  },
  {
    name: 'one public address for the database',
    permissions: [https, { ...tcp(3306), ...v4('8.8.8.8/32') }],
    severity: 'high',
  },
  {
    name: 'one public address within a private-looking range',
    permissions: [https, { ...tcp(3306), ...v4('172.0.0.0/8') }],
    severity: 'high',
  },
  {
    name: 'ICMP of all types',
    permissions: [https, { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, ...v4('0.0.0.0/0') }],
    codes: ['unexpected-ingress'],
    severity: 'low',
  },
  {
    name: 'only one address family of the allowed rule',
    permissions: [{ ...https, Ipv6Ranges: [] }],
    codes: ['missing-ingress'],
    severity: 'medium',
  },
];

function verdictsOf({ permissions, lists = {} }: Trick) {
  const file = {
    SecurityGroups: [
      { GroupId: 'sg-0aaa', GroupName: 'web', OwnerId: '111122223333', IpPermissions: permissions },
    ],
    PrefixLists: Object.entries(lists).map(([PrefixListId, Cidrs]) => ({ PrefixListId, Cidrs })),
  };
  const read = readGroupFile(new TextEncoder().encode(JSON.stringify(file)), 'groups.json');
  return evaluateGroup(read.groups[0]!, baseline, { now: NOW, lists: read.lists });
}

describe('a trick against text comparison', () => {
  it.each(TRICKS)('is caught: $name', (trick) => {
    const verdicts = verdictsOf(trick);
    expect([...new Set(verdicts.map(({ code }) => code))]).toEqual(trick.codes ?? BOTH);
    expect(verdicts[0]!.severity).toBe(trick.severity ?? 'critical');
    expect(verdicts[0]!.unexpected.length + verdicts[0]!.missing.length).toBeGreaterThan(0);
  });

  it('is distinguished from the allowed traffic, however that is written', () => {
    for (const permissions of [
      [https],
      [
        { ...tcp(443), ...v4('0.0.0.0/1', '128.0.0.0/1') },
        { ...tcp(443), IpProtocol: '6', ...v6('::/1', '8000::/1') },
      ],
      [{ ...https, IpRanges: [{ CidrIp: '203.0.113.9/0', Description: 'anyone' }] }],
    ]) {
      expect(verdictsOf({ name: 'allowed', permissions }).map(({ code }) => code)).toEqual(['in-line']);
    }
  });
});

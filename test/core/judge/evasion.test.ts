import { describe, expect, it } from 'vitest';
import { type AwsIpPermission, rulesFromIpPermissions } from '../../../src/core/ec2/aws-permissions.ts';
import { parseCidr } from '../../../src/core/exposure/cidr.ts';
import type { PrefixLists } from '../../../src/core/exposure/group.ts';
import { openToInternet, publicPart } from '../../../src/core/exposure/internet.ts';
import { parseRule } from '../../../src/core/exposure/rule-grammar.ts';
import {
  equals,
  intersect,
  isEmpty,
  opaqueLists,
  type RuleSet,
  ruleSet,
  subtract,
} from '../../../src/core/exposure/rule-set.ts';

/**
 * Ways to open port 22 that a comparison of texts does not detect. The baseline allows tcp 443 from anywhere and
 * forbids tcp 22 from anywhere. Every trick must be unexpected, and also open to the internet unless its row has
 * another `caught`.
 */
interface Trick {
  name: string;
  permissions: AwsIpPermission[];
  lists?: Record<string, string[]>;
  /** The same exposure as a simple rule. */
  means?: string;
  /** How the trick is caught if it is not open to the internet: public addresses, a reference, or an opaque list. */
  caught?: 'public' | 'unexpected' | 'opaque';
}

const OWN = '111122223333';
const tcp22 = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
const v4 = (...cidrs: string[]) => ({ IpRanges: cidrs.map((CidrIp) => ({ CidrIp })) });
const v6 = (...cidrs: string[]) => ({ Ipv6Ranges: cidrs.map((CidrIpv6) => ({ CidrIpv6 })) });
const list = (...ids: string[]) => ({ PrefixListIds: ids.map((PrefixListId) => ({ PrefixListId })) });
const octets = (count: number, step = 1, from = 1) =>
  Array.from({ length: count }, (_, index) => from + index * step);

const TRICKS: Trick[] = [
  { name: 'plain', permissions: [{ ...tcp22, ...v4('0.0.0.0/0') }], means: 'tcp 22 from 0.0.0.0/0' },
  {
    name: 'two halves',
    permissions: [{ ...tcp22, ...v4('0.0.0.0/1', '128.0.0.0/1') }],
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'two halves in two permissions',
    permissions: [
      { ...tcp22, ...v4('0.0.0.0/1') },
      { ...tcp22, ...v4('128.0.0.0/1') },
    ],
    means: 'tcp 22 from 0.0.0.0/0',
  },
  { name: 'one half only', permissions: [{ ...tcp22, ...v4('128.0.0.0/1') }] },
  {
    name: 'four quarters',
    permissions: [{ ...tcp22, ...v4('192.0.0.0/2', '0.0.0.0/2', '128.0.0.0/2', '64.0.0.0/2') }],
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'all 256 blocks of /8',
    permissions: [{ ...tcp22, ...v4(...octets(256, 1, 0).map((octet) => `${octet}.0.0.0/8`)) }],
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'host bits before /0',
    permissions: [{ ...tcp22, ...v4('1.2.3.4/0') }],
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'a private address before /0',
    permissions: [{ ...tcp22, ...v4('10.0.0.1/0') }],
    means: 'tcp 22 from 0.0.0.0/0',
  },
  { name: 'a private address before /1', permissions: [{ ...tcp22, ...v4('10.0.0.0/1') }] },
  {
    name: 'a hundred /9s far apart',
    permissions: [{ ...tcp22, ...v4(...octets(100).map((octet) => `${octet}.128.0.0/9`)) }],
  },
  {
    name: 'three /9s, just over the limit',
    permissions: [{ ...tcp22, ...v4('20.0.0.0/9', '30.0.0.0/9', '40.0.0.0/9') }],
  },
  {
    name: 'the internet except one address',
    permissions: [{ ...tcp22, ...v4(...octets(32).map(besides)) }],
  },
  {
    name: 'the internet except 10.0.0.0/8',
    permissions: [
      {
        ...tcp22,
        ...v4(
          '0.0.0.0/5',
          '8.0.0.0/7',
          '11.0.0.0/8',
          '12.0.0.0/6',
          '16.0.0.0/4',
          '32.0.0.0/3',
          '64.0.0.0/2',
          '128.0.0.0/1',
        ),
      },
    ],
  },
  {
    name: 'all ports',
    permissions: [{ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, ...v4('0.0.0.0/0') }],
    means: 'tcp from 0.0.0.0/0',
  },
  {
    name: 'a wide range of ports',
    permissions: [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 1024, ...v4('0.0.0.0/0') }],
  },
  {
    name: 'a range that ends at the port',
    permissions: [{ IpProtocol: 'tcp', FromPort: 20, ToPort: 22, ...v4('0.0.0.0/0') }],
  },
  {
    name: 'protocol -1',
    permissions: [{ IpProtocol: '-1', ...v4('0.0.0.0/0') }],
    means: 'all from 0.0.0.0/0',
  },
  {
    name: 'protocol -1 with harmless ports next to it',
    permissions: [{ IpProtocol: '-1', FromPort: 443, ToPort: 443, ...v4('0.0.0.0/0') }],
    means: 'all from 0.0.0.0/0',
  },
  {
    name: 'protocol -1 with ports -1',
    permissions: [{ IpProtocol: '-1', FromPort: -1, ToPort: -1, ...v4('0.0.0.0/0') }],
    means: 'all from 0.0.0.0/0',
  },
  {
    name: '6 for tcp',
    permissions: [{ IpProtocol: '6', FromPort: 22, ToPort: 22, ...v4('0.0.0.0/0') }],
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'the number 6',
    permissions: [{ IpProtocol: 6, FromPort: 22, ToPort: 22, ...v4('0.0.0.0/0') }],
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: '6 without ports',
    permissions: [{ IpProtocol: '6', ...v4('0.0.0.0/0') }],
    means: 'tcp from 0.0.0.0/0',
  },
  {
    name: 'TCP in capitals',
    permissions: [{ ...tcp22, IpProtocol: 'TCP', ...v4('0.0.0.0/0') }],
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'tcp with ports -1',
    permissions: [{ IpProtocol: 'tcp', FromPort: -1, ToPort: -1, ...v4('0.0.0.0/0') }],
    means: 'tcp from 0.0.0.0/0',
  },
  { name: 'only IPv6', permissions: [{ ...tcp22, ...v6('::/0') }], means: 'tcp 22 from ::/0' },
  {
    name: 'two halves of IPv6',
    permissions: [{ ...tcp22, ...v6('::/1', '8000::/1') }],
    means: 'tcp 22 from ::/0',
  },
  { name: 'all global unicast of IPv6', permissions: [{ ...tcp22, ...v6('2000::/3') }] },
  {
    name: 'IPv6 with host bits',
    permissions: [{ ...tcp22, ...v6('2001:db8::1/0') }],
    means: 'tcp 22 from ::/0',
  },
  {
    name: 'IPv6 written as a dotted quad',
    permissions: [{ ...tcp22, ...v6('::255.255.255.255/0') }],
    means: 'tcp 22 from ::/0',
  },
  {
    name: 'IPv4-mapped addresses of the entire internet',
    permissions: [{ ...tcp22, ...v6('::ffff:0.0.0.0/96') }],
    means: 'tcp 22 from ::ffff:0:0/96',
    caught: 'unexpected',
  },
  {
    name: 'addresses that translate from IPv4',
    permissions: [{ ...tcp22, ...v6('64:ff9b::/96') }],
    caught: 'public',
  },
  {
    name: 'a prefix list of the entire internet',
    permissions: [{ ...tcp22, ...list('pl-0a') }],
    lists: { 'pl-0a': ['0.0.0.0/0'] },
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'a prefix list edited to two halves',
    permissions: [{ ...tcp22, ...list('pl-0a') }],
    lists: { 'pl-0a': ['10.0.0.0/8', '0.0.0.0/1', '128.0.0.0/1'] },
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'halves in two prefix lists',
    permissions: [{ ...tcp22, ...list('pl-0a', 'pl-0b') }],
    lists: { 'pl-0a': ['0.0.0.0/1'], 'pl-0b': ['128.0.0.0/1'] },
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'a half in a list and a half in a rule',
    permissions: [
      { ...tcp22, ...list('pl-0a') },
      { ...tcp22, ...v4('128.0.0.0/1') },
    ],
    lists: { 'pl-0a': ['0.0.0.0/1'] },
    means: 'tcp 22 from 0.0.0.0/0',
  },
  {
    name: 'a prefix list that cannot be read',
    permissions: [{ ...tcp22, ...list('pl-0c') }],
    caught: 'opaque',
  },
  {
    name: 'hidden among allowed sources',
    permissions: [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...v4('0.0.0.0/0') },
      { ...tcp22, ...v4('192.0.2.1/32', '0.0.0.0/0', '192.0.2.2/32') },
    ],
  },
  {
    name: 'different halves on overlapping ports',
    permissions: [
      { IpProtocol: 'tcp', FromPort: 1, ToPort: 22, ...v4('0.0.0.0/1') },
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 100, ...v4('128.0.0.0/1') },
    ],
  },
  {
    name: 'the allowed port widened by one rule, the source by another',
    permissions: [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 443, ...v4('8.0.0.0/7') },
      { IpProtocol: '-1', ...v4('12.0.0.0/6') },
    ],
  },
  {
    name: 'one public address',
    permissions: [{ ...tcp22, ...v4('8.8.8.8/32') }],
    means: 'tcp 22 from 8.8.8.8',
    caught: 'public',
  },
  {
    name: 'public addresses next to private ones in one block',
    permissions: [{ ...tcp22, ...v4('172.16.0.0/11') }],
    caught: 'public',
  },
  {
    name: "another account's group",
    permissions: [{ ...tcp22, UserIdGroupPairs: [{ GroupId: 'sg-0a', UserId: '444455556666' }] }],
    means: 'tcp 22 from 444455556666/sg-0a',
    caught: 'unexpected',
  },
];

/** Returns the block of this prefix length that does not contain 203.0.113.7, while the next wider block does. */
function besides(prefixLength: number): string {
  const bit = 1 << (32 - prefixLength);
  const address = (((203 << 24) | (0 << 16) | (113 << 8) | 7) ^ bit) >>> 0;
  return `${[24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')}/${prefixLength}`;
}

const read = (line: string): RuleSet => ruleSet(parseRule(line).rules);

describe('a trick that opens port 22', () => {
  it('has a unique name and is one of at least 25', () => {
    expect(new Set(TRICKS.map(({ name }) => name)).size).toBe(TRICKS.length);
    expect(TRICKS.length).toBeGreaterThanOrEqual(25);
  });

  it.each(TRICKS)('is caught: $name', ({ permissions, lists = {}, means, caught }) => {
    const known: PrefixLists = new Map(
      Object.entries(lists).map(([id, cidrs]) => [id, cidrs.map((cidr) => parseCidr(cidr))]),
    );
    const live = ruleSet(rulesFromIpPermissions(permissions, OWN), known);
    const allowed = read('tcp 443 from anywhere');
    const ssh = read('tcp 22 from anywhere');

    expect(isEmpty(subtract(live, allowed))).toBe(false);
    if (means !== undefined) expect(equals(live, read(means))).toBe(true);
    const open = intersect(openToInternet(live, { ipv4: 8, ipv6: 32 }), ssh);
    expect(isEmpty(open)).toBe(caught !== undefined);
    if (caught === undefined || caught === 'public') {
      expect(isEmpty(intersect(publicPart(live), ssh))).toBe(false);
    }
    if (caught === 'opaque') expect(opaqueLists(live)).toEqual(['pl-0c']);
  });

  it.each([
    ['tcp 22 from 10.0.0.0/8'],
    ['tcp 22 from 203.0.113.0/29'],
    ['tcp 22 from 20.0.0.0/8'],
    ['tcp 22 from 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 240.0.0.0/4, 127.0.0.0/8'],
    ['tcp 22 from 2600::/32, fc00::/7'],
    ['tcp 22 from sg-0a'],
    ['tcp 443 from anywhere'],
  ])('is distinguished from %s', (line) => {
    const open = openToInternet(read(line), { ipv4: 8, ipv6: 32 });
    expect(isEmpty(intersect(open, read('tcp 22 from anywhere')))).toBe(true);
  });
});

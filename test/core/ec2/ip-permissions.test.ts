import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipPermissionsFromRules, rulesFromIpPermissions } from '../../../src/core/ec2/aws-permissions.ts';
import { renderRule } from '../../../src/core/exposure/render-rules.ts';
import { parseRule } from '../../../src/core/exposure/rule-grammar.ts';
import { equals, ruleSet } from '../../../src/core/exposure/rule-set.ts';
import { freeRule } from '../exposure/universe.ts';

const OWN = '111122223333';

describe('ipPermissionsFromRules', () => {
  it('describes the same, with sources of the same traffic together', () => {
    const { rules } = parseRule('tcp 22,80 from anywhere, 444455556666/sg-0a, sg-0b, pl-0a');
    expect(ipPermissionsFromRules(rules)).toEqual(
      [22, 80].map((port) => ({
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        UserIdGroupPairs: [{ GroupId: 'sg-0a', UserId: '444455556666' }, { GroupId: 'sg-0b' }],
        PrefixListIds: [{ PrefixListId: 'pl-0a' }],
      })),
    );
  });

  it('keeps descriptions', () => {
    const [rule] = parseRule('all from 192.0.2.1').rules;
    expect(ipPermissionsFromRules([{ ...rule!, description: 'door' }])).toEqual([
      { IpProtocol: '-1', IpRanges: [{ CidrIp: '192.0.2.1/32', Description: 'door' }] },
    ]);
  });

  it.each([
    'all from anywhere',
    '7-255 from 192.0.2.1',
    '0-17 from sg-0a',
    'icmp 0-7,8/1-255,9-255 from 192.0.2.1',
    'icmpv6 from ::/0',
    '47 from pl-0a',
    'tcp from 10.0.0.0/8',
  ])('makes EC2 report "%s"', (line) => {
    const { rules } = parseRule(line);
    const back = rulesFromIpPermissions(ipPermissionsFromRules(rules), OWN);
    expect(equals(ruleSet(back), ruleSet(rules))).toBe(true);
  });

  it('is the inverse of reading', () => {
    fc.assert(
      fc.property(
        fc.array(freeRule.filter(({ protocols }) => protocols.first === 6 || protocols.first === 17)),
        (rules) => {
          const back = rulesFromIpPermissions(ipPermissionsFromRules(rules), OWN);
          expect(back.map(renderRule).sort()).toEqual(rules.map(renderRule).sort());
        },
      ),
      { numRuns: 300, seed: 9 },
    );
  });

  it('refuses what no group can contain', () => {
    const { rules } = parseRule('7-255 from sg-1');
    const many = Array.from({ length: 5 }, (_, index) => ({
      ...rules[0]!,
      source: parseRule(`all from sg-${index}`).rules[0]!.source,
    }));
    expect(() => ipPermissionsFromRules(many)).toThrowError(
      expect.objectContaining({ code: 'too-many-rules' }),
    );
  });
});

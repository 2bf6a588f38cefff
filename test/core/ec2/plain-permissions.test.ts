import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readIpPermissions } from '../../../src/core/ec2/aws-permissions.ts';
import { readPlainPermissions } from '../../../src/core/ec2/plain-permissions.ts';

const range = fc.record(
  {
    CidrIp: fc.constantFrom('10.0.0.0/8', '0.0.0.0/0', ' 1.2.3.4/24 ', '::/0', 'x', 7, undefined),
    Description: fc.constantFrom('d', '', 7, undefined),
  },
  { requiredKeys: ['CidrIp'] },
);
const range6 = fc.record({ CidrIpv6: fc.constantFrom('::/0', '2001:db8::/32', '10.0.0.0/8') });
const permission = fc.record(
  {
    IpProtocol: fc.constantFrom('tcp', '6', '-1', 'icmp', 'nope', undefined),
    FromPort: fc.constantFrom(-1, 0, 22, 8, undefined, null),
    ToPort: fc.constantFrom(-1, 0, 22, 65535, undefined, null),
    IpRanges: fc.oneof(fc.array(range, { maxLength: 2 }), fc.constantFrom(null, 'x')),
    Ipv6Ranges: fc.array(range6, { maxLength: 1 }),
    PrefixListIds: fc.constantFrom([], [{ PrefixListId: 'pl-0a' }]),
    UserIdGroupPairs: fc.constantFrom([], [{ GroupId: 'sg-0a' }]),
  },
  { requiredKeys: ['IpProtocol'] },
);

it('reads the same as the reader that reports locations, or leaves it to that one', () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.array(permission, { maxLength: 3 }), (permissions) => {
      const quick = readPlainPermissions(permissions);
      if (quick === undefined) return;
      plain += 1;
      // A permission that only the slow reader accepts is added at the end, so that it reads all of them.
      const slow = readIpPermissions(
        [...permissions, { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0a' }] }],
        '1',
      );
      expect(slow.problems).toEqual([]);
      expect(quick).toEqual(slow.rules.slice(0, -1));
    }),
    { numRuns: 5000 },
  );
  expect(plain).toBeGreaterThan(100);
});

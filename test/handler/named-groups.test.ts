import { describe, expect, it } from 'vitest';
import { findGroupIds } from '../../handler/read-groups.ts';
import { collectingMonitor, ec2InMemory, SETTINGS } from './support.ts';

describe('a record with only the name of a group', () => {
  it('concerns only the group with exactly this name, even if the name is a wildcard', async () => {
    const { ec2 } = ec2InMemory([]);
    // EC2 answers a filter of `*` with every group.
    ec2.describeSecurityGroups = async () => ({
      $metadata: {},
      SecurityGroups: ['*', 'web'].map((GroupName, index) => ({ GroupName, GroupId: `sg-${index}` })),
    });
    expect(await findGroupIds(ec2, SETTINGS, 'group-name', ['*'])).toEqual(['sg-0']);
  });
});

describe('a requested check', () => {
  const check = (count: number) => ({
    source: 'secgroup-monitor',
    'detail-type': 'Check Security Group',
    detail: {
      groupIds: Array.from({ length: count }, (_, index) => `sg-${index.toString(16).padStart(17, '0')}`),
    },
  });

  it.each([
    [200, 200],
    [201, 1],
    [10_000, 1],
  ])('writes for %i groups %i lines', async (groups, lines) => {
    const monitor = collectingMonitor({ groups: [] });
    await monitor.send(check(groups));
    expect(monitor.lines).toHaveLength(lines);
  });
});

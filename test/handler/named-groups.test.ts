import { describe, expect, it } from 'vitest';
import { findGroupIds } from '../../handler/read-groups.ts';
import { describe as describeFinding } from '../../src/core/finding/describe.ts';
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

  it.each([200, 201, 10_000])('writes one line for %i groups that do not exist', async (groups) => {
    const monitor = collectingMonitor({ groups: [] });
    await monitor.send(check(groups));
    expect(monitor.lines).toHaveLength(1);
    expect(monitor.lines[0]!.length).toBeLessThan(2_000);
  });

  it('writes a line for each deleted group that was drifting', async () => {
    const id = 'sg-00000000000000001';
    const groups = [{ id, rules: [{ id: 'sgr-1', protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' }] }];
    const monitor = collectingMonitor({ groups });
    await monitor.send(check(3));
    groups.pop();
    await monitor.send(check(3));
    const [absent, drift, absentAgain, deleted, ...others] = monitor.findings();
    expect(others).toEqual([]);
    expect(drift).toMatchObject({ kind: 'drift', group: { id } });
    expect(deleted).toMatchObject({ code: 'group-deleted', group: { id } });
    expect([absent, absentAgain].map((finding) => describeFinding(finding!))).toEqual(
      Array(2).fill('2 of the groups do not exist: sg-00000000000000000, sg-00000000000000002'),
    );
  });
});

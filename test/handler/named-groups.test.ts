import { describe, expect, it } from 'vitest';
import { findGroupIds } from '../../handler/read-groups.ts';
import { ec2InMemory, SETTINGS } from './support.ts';

describe('groups that a record does not name by id', () => {
  it('are those of the very name: a group named like a wildcard stands for no other', async () => {
    const { ec2 } = ec2InMemory([]);
    // EC2 answers a filter of `*` with every group.
    ec2.describeSecurityGroups = async () => ({
      $metadata: {},
      SecurityGroups: ['*', 'web'].map((GroupName, index) => ({ GroupName, GroupId: `sg-${index}` })),
    });
    expect(await findGroupIds(ec2, SETTINGS, 'group-name', ['*'])).toEqual(['sg-0']);
  });
});

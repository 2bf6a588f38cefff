import { describe, expect, it } from 'vitest';
import type { Ec2 } from '../../src/aws/services/ec2.ts';
import { AwsCallError } from '../../src/core/errors.ts';
import { type Canary, makeCanary, poke } from '../../src/trigger/canary.ts';

const canary: Canary = { id: 'sg-0a', name: 'secgroup-monitor-canary-1', vpcId: 'vpc-0a', own: true };

const refused = (operation: string, awsCode: string) =>
  new AwsCallError({
    kind: 'aws',
    code: 'aws-error',
    message: awsCode,
    service: 'ec2',
    operation,
    awsCode,
  });

/** EC2's API reference says that a group might not be found right after its creation. */
function hostOn(hidden: number) {
  let now = 0;
  let calls = 0;
  const ec2 = {
    authorizeSecurityGroupIngress: async () => {
      if (calls++ < hidden) throw refused('AuthorizeSecurityGroupIngress', 'InvalidGroup.NotFound');
      return { $metadata: { requestId: 'r-1' }, SecurityGroupRules: [{ SecurityGroupRuleId: 'sgr-1' }] };
    },
  } as unknown as Ec2;
  const sleep = async (ms: number) => {
    now += ms;
  };
  return { ec2, now: () => now, sleep, signal: new AbortController().signal };
}

describe('a canary group that EC2 shows late', () => {
  it('gets its rule by a retry, with the time of the accepted call', async () => {
    expect(await poke(canary, 'secgroup-monitor', hostOn(2))).toEqual({
      sentAt: 750,
      requestId: 'r-1',
      ruleIds: ['sgr-1'],
    });
  });

  it('causes an error after a few seconds', async () => {
    const host = hostOn(Number.POSITIVE_INFINITY);
    await expect(poke(canary, 'secgroup-monitor', host)).rejects.toMatchObject({
      awsCode: 'InvalidGroup.NotFound',
    });
    expect(host.now()).toBeLessThan(10_000);
  });

  it('causes an error at once if it is a group of the user', async () => {
    const host = hostOn(1);
    await expect(poke({ ...canary, own: false }, 'secgroup-monitor', host)).rejects.toMatchObject({
      awsCode: 'InvalidGroup.NotFound',
    });
    expect(host.now()).toBe(0);
  });

  it('causes an AWS error, not a bug report, if the response to its creation was lost', async () => {
    const ec2 = {
      createSecurityGroup: async () => {
        throw refused('CreateSecurityGroup', 'InvalidGroup.Duplicate');
      },
      describeSecurityGroups: async () => ({ SecurityGroups: [] }),
    } as unknown as Ec2;
    await expect(makeCanary(ec2, 'secgroup-monitor', 'vpc-0a')).rejects.toMatchObject({
      kind: 'aws',
      code: 'canary-not-shown',
    });
  });
});

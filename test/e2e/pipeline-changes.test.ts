// Covers src/aws/monitor/*.ts, handler/index.ts, handler/host.ts, handler/monitor.ts, handler/incoming.ts,
// handler/environment-credentials.ts.
import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANGE_BASELINE, HTTPS, webGroup } from '../support/calls/change-baseline.ts';
import { GROUP_CALLS } from '../support/calls/group-calls.ts';
import { PREFIX_LIST_CALLS } from '../support/calls/prefix-list-calls.ts';
import { RULE_CALLS } from '../support/calls/rule-calls.ts';
import { type Pipeline, pipeline } from '../support/pipeline.ts';

/** Replaces the default VPC by another one, so a test can create a default VPC. */
async function replaceDefaultVpc(config: ConstructorParameters<typeof EC2Client>[0]): Promise<void> {
  const ec2 = new EC2Client(config!);
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  for (const { SubnetId } of Subnets!) await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  for (const { VpcId } of Vpcs!) await ec2.send(new DeleteVpcCommand({ VpcId }));
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.50.0.0/16' }));
  await ec2.send(new CreateSubnetCommand({ VpcId: Vpc!.VpcId, CidrBlock: '10.50.1.0/24' }));
  ec2.destroy();
}

describe('a call that changes effective ingress, through trail, bus and function', () => {
  let p: Pipeline;
  beforeAll(async () => {
    p = await pipeline({
      baseline: CHANGE_BASELINE,
      install: ['--create-trail', '--attachments'],
      prepare: replaceDefaultVpc,
    });
  }, 60_000);
  afterAll(async () => {
    await p?.[Symbol.asyncDispose]();
  });

  it.each(Object.entries({ ...RULE_CALLS, ...GROUP_CALLS, ...PREFIX_LIST_CALLS }))(
    'leads to a finding: %s',
    async (eventName, makeCall) => {
      await makeCall(p);
      await p.finding({ change: { eventName } });
    },
  );

  it('leads to a finding if it is refused', async () => {
    const id = await webGroup(p, 'refused');
    const again = p.authorize(id, HTTPS);
    await expect(again).rejects.toMatchObject({ name: 'InvalidPermission.Duplicate' });
    const attempt = await p.finding({ kind: 'denied-attempt', group: { id } });
    expect(attempt).toMatchObject({
      severity: 'info',
      args: { errorCode: 'Client.InvalidPermission.Duplicate' },
    });
  });

  it('leads to the finding unlisted-group for a group without an entry', async () => {
    const id = await p.group('stranger');
    await p.finding({ group: { id }, code: 'unlisted-group' });
  });
});

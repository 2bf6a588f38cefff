import {
  AssociateSecurityGroupVpcCommand,
  CreateDefaultVpcCommand,
  CreateNetworkInterfaceCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeSubnetsCommand,
  DisassociateSecurityGroupVpcCommand,
  ModifyInstanceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { Pipeline } from '../pipeline.ts';
import { type CallRows, HTTPS, webGroup } from './change-baseline.ts';

async function subnetId(p: Pipeline): Promise<string> {
  const Filters = [{ Name: 'vpc-id', Values: [p.vpcId] }];
  const { Subnets } = await p.ec2.send(new DescribeSubnetsCommand({ Filters }));
  return Subnets![0]!.SubnetId!;
}

/** Creates a group and associates it with another VPC. */
async function associated(p: Pipeline, name: string) {
  const GroupId = await p.group(name, { Role: 'web' });
  const { Vpc } = await p.ec2.send(new CreateVpcCommand({ CidrBlock: '10.30.0.0/16' }));
  await p.ec2.send(new AssociateSecurityGroupVpcCommand({ GroupId, VpcId: Vpc!.VpcId }));
  await p.finding({ group: { id: GroupId }, change: { eventName: 'AssociateSecurityGroupVpc' } });
  return { GroupId, VpcId: Vpc!.VpcId };
}

/** Expects a finding for the default group, which EC2 creates with a VPC and which admits its own members. */
async function expectDefaultGroup(p: Pipeline, eventName: string, VpcId: string): Promise<void> {
  const drift = await p.finding({
    change: { eventName },
    code: 'unexpected-ingress',
    group: { vpcId: VpcId },
  });
  expect(drift.group!.name).toBe('default');
  expect(drift.unexpected[0]!.rule).toBe(`all from ${drift.group!.id}`);
}

/** Calls that create, associate, attach and delete groups. The account has no default VPC at first. */
export const GROUP_CALLS: CallRows = {
  /** Reports the missing rule of a new group, and a resolved drift after the rule is added. */
  async CreateSecurityGroup(p) {
    const id = await p.group('created', { Role: 'web' });
    const missing = await p.finding({ group: { id }, code: 'missing-ingress' });
    expect(missing.missing).toEqual([{ rule: 'tcp 443 from anywhere', ids: [] }]);
    expect(missing.change).toMatchObject({ eventName: 'CreateSecurityGroup', actor: { type: 'Root' } });
    await p.authorize(id, HTTPS);
    await p.finding({ group: { id }, kind: 'resolved', code: 'back-in-line' });
  },

  /** Reports the deletion, although the deleted group admits nothing. */
  async DeleteSecurityGroup(p) {
    const id = await p.group('short-lived', { Role: 'web' });
    await p.ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
    await p.finding({ group: { id }, code: 'group-deleted', change: { eventName: 'DeleteSecurityGroup' } });
  },

  /** Reports that the group moved to an entry that allows what it admits, and who retagged it. */
  async CreateTags(p) {
    const id = await webGroup(p, 'retagged');
    const tag = { Resources: [id], Tags: [{ Key: 'Role', Value: 'wide' }] };
    await p.ec2.send(new CreateTagsCommand(tag));
    const moved = await p.finding({ group: { id }, code: 'entry-changed' });
    expect(moved).toMatchObject({
      severity: 'low',
      args: { leftEntries: ['web', 'lists'], enteredEntry: 'wide' },
      change: { eventName: 'CreateTags', actor: { type: 'Root' } },
    });
  },

  /** Reports that no entry matches the group any more. */
  async DeleteTags(p) {
    const id = await webGroup(p, 'no longer tagged');
    await p.ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'Role', Value: 'web' }] }));
    const left = await p.finding({ group: { id }, code: 'unlisted-group' });
    expect(left).toMatchObject({
      args: { leftEntries: ['web'] },
      change: { eventName: 'DeleteTags', actor: { type: 'Root' } },
    });
  },

  async CreateVpc(p) {
    const { Vpc } = await p.ec2.send(new CreateVpcCommand({ CidrBlock: '10.20.0.0/16' }));
    await expectDefaultGroup(p, 'CreateVpc', Vpc!.VpcId!);
  },

  /** Reports a second attempt as refused, because the default VPC exists. */
  async CreateDefaultVpc(p) {
    const { Vpc } = await p.ec2.send(new CreateDefaultVpcCommand({}));
    await expectDefaultGroup(p, 'CreateDefaultVpc', Vpc!.VpcId!);
    const again = p.ec2.send(new CreateDefaultVpcCommand({}));
    await expect(again).rejects.toMatchObject({ name: 'DefaultVpcAlreadyExists' });
    await p.finding({ kind: 'denied-attempt', change: { eventName: 'CreateDefaultVpc' } });
  },

  async AssociateSecurityGroupVpc(p) {
    await associated(p, 'in a further VPC');
  },

  async DisassociateSecurityGroupVpc(p) {
    const { GroupId, VpcId } = await associated(p, 'no longer in a further VPC');
    await p.ec2.send(new DisassociateSecurityGroupVpcCommand({ GroupId, VpcId }));
    await p.finding({ group: { id: GroupId }, change: { eventName: 'DisassociateSecurityGroupVpc' } });
  },

  async ModifyNetworkInterfaceAttribute(p) {
    const id = await webGroup(p, 'attached');
    const { NetworkInterface } = await p.ec2.send(
      new CreateNetworkInterfaceCommand({ SubnetId: await subnetId(p) }),
    );
    const NetworkInterfaceId = NetworkInterface!.NetworkInterfaceId;
    await p.ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups: [id] }));
    await p.finding({ group: { id }, code: 'attachment-changed' });
  },

  async CreateNetworkInterface(p) {
    const id = await webGroup(p, 'on a new interface');
    await p.ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: await subnetId(p), Groups: [id] }));
    await p.finding({ group: { id }, change: { eventName: 'CreateNetworkInterface' } });
  },

  async RunInstances(p) {
    const id = await webGroup(p, 'on a new instance');
    const image = { ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 };
    const SubnetId = await subnetId(p);
    await p.ec2.send(new RunInstancesCommand({ ...image, SubnetId, SecurityGroupIds: [id] }));
    await p.finding({ group: { id }, change: { eventName: 'RunInstances' } });
    const byInterface = await webGroup(p, 'on an interface of a new instance');
    const NetworkInterfaces = [{ DeviceIndex: 0, SubnetId, Groups: [byInterface] }];
    await p.ec2.send(new RunInstancesCommand({ ...image, NetworkInterfaces }));
    await p.finding({ group: { id: byInterface }, change: { eventName: 'RunInstances' } });
  },

  async ModifyInstanceAttribute(p) {
    const id = await webGroup(p, 'on an instance');
    const image = { ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 };
    const { Instances } = await p.ec2.send(
      new RunInstancesCommand({ ...image, SubnetId: await subnetId(p) }),
    );
    const InstanceId = Instances![0]!.InstanceId;
    await p.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, Groups: [id] }));
    await p.finding({ group: { id }, change: { eventName: 'ModifyInstanceAttribute' } });
  },
};

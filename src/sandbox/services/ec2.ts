import {
  AwsError,
  type Call,
  type Operations,
  type Requirement,
  type Service,
  type World,
} from '../service.ts';
import { authorizeOperations } from './ec2-authorize.ts';
import { instanceOperations } from './ec2-instances.ts';
import { networkInterfaceOperations } from './ec2-network-interfaces.ts';
import { prefixListOperations } from './ec2-prefix-lists.ts';
import { regionOperations } from './ec2-regions.ts';
import { securityGroupRuleOperations } from './ec2-security-group-rules.ts';
import { securityGroupOperations } from './ec2-security-groups.ts';
import { ec2Arn, ec2State } from './ec2-state.ts';
import { tagOperations } from './ec2-tags.ts';
import { vpcOperations } from './ec2-vpcs.ts';

type Ec2 = typeof import('@aws-sdk/client-ec2');
type Run = (input: { DryRun?: boolean }, call: Call) => unknown;

/** Amazon EC2, as far as security groups and what they protect go. */
export function ec2Service(world: World): Service<Ec2> {
  const operations = {
    ...securityGroupOperations(world),
    ...authorizeOperations(world),
    ...securityGroupRuleOperations(world),
    ...prefixListOperations(world),
    ...vpcOperations(world),
    ...networkInterfaceOperations(world),
    ...instanceOperations(world),
    ...regionOperations(world),
    ...tagOperations(world),
  };
  for (const [name, run] of Object.entries(operations as Record<string, Run>)) {
    (operations as Record<string, Run>)[name] = dryRunnable(run);
  }
  return {
    signingName: 'ec2',
    operations: operations as Operations<Ec2>,
    requirements: (operation, input, call) => requirements(world, operation, input as Target, call),
  };
}

/** A dry run that would be allowed is an error of its own, before parameters are looked at. */
function dryRunnable(run: Run): Run {
  return (input, call) => {
    if (input.DryRun) {
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    return run(input, call);
  };
}

interface Target {
  GroupId?: string;
  GroupName?: string;
  VpcId?: string;
  PrefixListId?: string;
  NetworkInterfaceId?: string;
  InstanceId?: string;
  TagSpecifications?: { ResourceType?: string; Tags?: { Key?: string; Value?: string }[] }[];
}

/** Resource and condition keys: docs:service-authorization list_amazonec2. Describe calls have no resource. */
function requirements(world: World, operation: string, input: Target, call: Call): Requirement[] {
  const action = `ec2:${operation}`;
  if (/^(Describe|Get)/.test(operation)) return [{ action, resource: '*', conditions: regionOf(call) }];
  const state = ec2State(world, call.account, call.region);
  const group = [...(input.GroupId ? [state.groups.get(input.GroupId)] : [])][0];
  const resource =
    (input.GroupId && ec2Arn(state, `security-group/${input.GroupId}`)) ||
    (operation === 'CreateSecurityGroup' && ec2Arn(state, 'security-group/*')) ||
    (input.PrefixListId && ec2Arn(state, `prefix-list/${input.PrefixListId}`)) ||
    (input.NetworkInterfaceId && ec2Arn(state, `network-interface/${input.NetworkInterfaceId}`)) ||
    (input.InstanceId && ec2Arn(state, `instance/${input.InstanceId}`)) ||
    '*';
  const conditions: Record<string, string> = { ...regionOf(call) };
  for (const [key, value] of group?.tags ?? []) conditions[`aws:ResourceTag/${key}`] = value;
  const requested = (input.TagSpecifications ?? []).flatMap((specification) => specification.Tags ?? []);
  for (const { Key, Value } of requested) conditions[`aws:RequestTag/${Key}`] = Value ?? '';
  const own = { action, resource, conditions };
  if (requested.length === 0) return [own];
  return [
    own,
    { action: 'ec2:CreateTags', resource, conditions: { ...conditions, 'ec2:CreateAction': operation } },
  ];
}

const regionOf = (call: Call) => ({ 'aws:RequestedRegion': call.region, 'ec2:Region': call.region });

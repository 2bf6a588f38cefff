import type * as EC2 from '@aws-sdk/client-ec2';
import { inWorld, type OperationTable, type Service } from '../operations.ts';
import { AwsError, type Call, type Requirement, type SandboxWorld } from '../service.ts';
import { authorizeOperations } from './authorize.ts';
import { instanceOperations } from './instances.ts';
import { ipamArn } from './ipam/ipam-state.ts';
import { ipamOperations } from './ipam/ipams.ts';
import { resolverTargetOperations } from './ipam/resolver-targets.ts';
import { resolverOperations } from './ipam/resolvers.ts';
import { factsOf, kindOf } from './kinds.ts';
import { networkInterfaceOperations } from './network-interfaces.ts';
import { prefixListOperations } from './prefix-lists.ts';
import { regionOperations } from './regions.ts';
import { securityGroupRuleOperations } from './security-group-rules.ts';
import { securityGroupOperations } from './security-groups.ts';
import { defaultVpcOf, type Ec2State, ec2Arn, ec2State, type Group } from './state.ts';
import { tagOperations } from './tags.ts';
import { vpcAssociationOperations } from './vpc-associations.ts';
import { vpcOperations } from './vpcs.ts';

type Ec2 = typeof EC2;
/** Amazon EC2: security groups and the resources that they protect. */
export function ec2Service(world: SandboxWorld): Service<Ec2> {
  return {
    signingName: 'ec2',
    operations: inWorld(world, operations, refuseDryRun),
    requirements: (operation, input: NamedResources, call) => requirements(world, operation, input, call),
  };
}

const operations: OperationTable<Ec2> = {
  ...securityGroupOperations,
  ...authorizeOperations,
  ...securityGroupRuleOperations,
  ...prefixListOperations,
  ...ipamOperations,
  ...resolverOperations,
  ...resolverTargetOperations,
  ...vpcOperations,
  ...vpcAssociationOperations,
  ...networkInterfaceOperations,
  ...instanceOperations,
  ...regionOperations,
  ...tagOperations,
};

/** Throws the error that reports an allowed dry run. EC2 does so before it checks the parameters. */
function refuseDryRun(input: object): void {
  if ('DryRun' in input && input.DryRun) {
    throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
  }
}

/** Request members that identify the resource of a call. */
interface NamedResources {
  GroupId?: string;
  GroupName?: string;
  VpcId?: string;
  PrefixListId?: string;
  NetworkInterfaceId?: string;
  InstanceId?: string;
  IpamId?: string;
  IpamPrefixListResolverId?: string;
  IpamPrefixListResolverTargetId?: string;
  Resources?: string[];
  TagSpecifications?: { ResourceType?: string; Tags?: { Key?: string; Value?: string }[] }[];
}

/**
 * Resources and condition keys: docs:service-authorization list_amazonec2. Describe calls have no resource. A
 * new group also needs its VPC. Tags at creation need CreateTags.
 */
function requirements(
  world: SandboxWorld,
  operation: string,
  input: NamedResources,
  call: Call,
): Requirement[] {
  const action = `ec2:${operation}`;
  const region = { 'aws:RequestedRegion': call.region, 'ec2:Region': call.region };
  if (/^(Describe|Get)/.test(operation)) return [{ action, resource: '*', conditions: region }];
  const state = ec2State(world, call.account, call.region);
  const conditions: Record<string, string> = { ...region };
  const group = operation === 'CreateSecurityGroup' ? undefined : namedGroup(state, input);
  for (const [key, value] of group?.tags ?? []) conditions[`aws:ResourceTag/${key}`] = value;
  const requested = (input.TagSpecifications ?? []).flatMap((specification) => specification.Tags ?? []);
  for (const { Key, Value } of requested) conditions[`aws:RequestTag/${Key}`] = Value ?? '';
  const resources = resourcesOf(state, operation, input, group?.id);
  const own = resources.map((resource) => ({ action, resource, conditions }));
  if (requested.length === 0) return own;
  const tagging = { ...conditions, 'ec2:CreateAction': operation };
  return [...own, { action: 'ec2:CreateTags', resource: resources[0] ?? '*', conditions: tagging }];
}

function namedGroup(state: Ec2State, input: NamedResources): Group | undefined {
  if (input.GroupId) return state.groups.get(input.GroupId);
  const vpc = defaultVpcOf(state);
  if (!input.GroupName || !vpc) return undefined;
  return [...state.groups.values()].find((one) => one.vpcId === vpc.id && one.name === input.GroupName);
}

function resourcesOf(
  state: Ec2State,
  operation: string,
  input: NamedResources,
  groupId: string | undefined,
): string[] {
  const arn = (id: string) => arnOf(state, id);
  if (operation === 'CreateSecurityGroup') {
    const vpcId = input.VpcId ?? defaultVpcOf(state)?.id;
    return [ec2Arn(state, 'security-group/*'), ...(vpcId ? [arn(vpcId)] : [])];
  }
  if (input.Resources?.length) return input.Resources.map(arn);
  const ipam = input.IpamPrefixListResolverTargetId ?? input.IpamPrefixListResolverId ?? input.IpamId;
  if (ipam !== undefined)
    return [ipamArn(state, ipam), ...(input.PrefixListId ? [arn(input.PrefixListId)] : [])];
  const id = input.GroupId ?? groupId ?? input.PrefixListId ?? input.NetworkInterfaceId ?? input.InstanceId;
  return [id ? arn(id) : '*'];
}

function arnOf(state: Ec2State, id: string): string {
  if (id.startsWith('ipam-')) return ipamArn(state, id);
  const kind = kindOf(id);
  return ec2Arn(state, `${kind ? factsOf(kind).type : '*'}/${id}`);
}

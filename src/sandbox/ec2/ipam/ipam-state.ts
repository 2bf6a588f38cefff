import type { IpamPrefixListResolverRuleRequest, IpamTier } from '@aws-sdk/client-ec2';
import { partitionOf } from '../../values/arn.ts';
import { factsOf, kindOf } from '../kinds.ts';

export interface Ipam {
  id: string;
  description: string | undefined;
  tier: IpamTier;
  /** Names of Regions, including the IPAM's own. */
  operatingRegions: string[];
  publicScopeId: string;
  privateScopeId: string;
  tags: Map<string, string>;
}

/** Chooses the blocks of prefix lists by rules. */
export interface Resolver {
  id: string;
  ipamId: string;
  description: string | undefined;
  family: 'ipv4' | 'ipv6';
  rules: IpamPrefixListResolverRuleRequest[];
  /** Blocks by version. The last one is current. */
  versions: Map<number, string[]>;
  tags: Map<string, string>;
}

/** A prefix list with the blocks of one version of the resolver. */
export interface ResolverTarget {
  id: string;
  resolverId: string;
  prefixListId: string;
  prefixListRegion: string;
  tracksLatest: boolean;
  desiredVersion: number;
  lastSyncedVersion: number | undefined;
  state: 'create-complete' | 'sync-complete' | 'sync-failed';
  stateMessage: string | undefined;
  tags: Map<string, string>;
}

/** EC2's state of VPC IPAM in the IPAM's own Region. */
export interface IpamState {
  ipams: Map<string, Ipam>;
  resolvers: Map<string, Resolver>;
  resolverTargets: Map<string, ResolverTarget>;
}

export const emptyIpams = (): IpamState => ({
  ipams: new Map(),
  resolvers: new Map(),
  resolverTargets: new Map(),
});

export const latestVersion = ({ versions }: Resolver): number => Math.max(...versions.keys());

/** ARNs of IPAM contain no Region (docs:service-authorization list_amazonec2). */
export function ipamArn(state: { account: string; region: string }, id: string): string {
  const kind = kindOf(id) ?? 'ipam';
  return `arn:${partitionOf(state.region)}:ec2::${state.account}:${factsOf(kind).type}/${id}`;
}

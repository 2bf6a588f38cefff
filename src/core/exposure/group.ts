import type { AddressSource, IngressRule } from './rule.ts';

/** A security group as it is live (or was captured), reduced to what a judgement needs. */
export interface SecurityGroup {
  id: string;
  name: string;
  vpcId?: string | undefined;
  /** The owner account. */
  account: string;
  region: string;
  tags: Record<string, string>;
  rules: IngressRule[];
}

/** A group, and what the prefix lists held at the same time. */
export interface GroupState {
  group: SecurityGroup;
  lists: PrefixLists;
}

/** Known entries of prefix lists, by id. A list that is absent is opaque. */
export type PrefixLists = ReadonlyMap<string, readonly AddressSource[]>;

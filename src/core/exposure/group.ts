import type { AddressSource, IngressRule } from './rule.ts';

/** A live or captured security group, with the properties that a judgement needs. */
export interface SecurityGroup {
  id: string;
  name: string;
  vpcId?: string | undefined;
  /** The id of the owner account. */
  account: string;
  region: string;
  tags: Record<string, string>;
  rules: IngressRule[];
  /** Only some of its rules are known, so that none can be said to be missing. */
  isPartial?: boolean | undefined;
  /** Where a plan or a template has it: its address there, and the line where that is known. */
  origin?: { address: string; line?: number | undefined } | undefined;
}

/** A group, and the entries of prefix lists at the same time. */
export interface GroupState {
  group: SecurityGroup;
  lists: PrefixLists;
}

/** Entries of prefix lists, by id. An absent list is opaque: its entries are unknown. */
export type PrefixLists = ReadonlyMap<string, readonly AddressSource[]>;

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
  /** Only some of the rules are known, so no rule is reported as missing. */
  isPartial?: boolean | undefined;
  /** Position in a plan or a template: the address, and the line if it is known. */
  origin?: { address: string; line?: number | undefined } | undefined;
  /** Rules that can't be read, so nobody knows what they admit; absent if there are none. */
  unreadable?: readonly UnreadableRule[] | undefined;
}

/** A rule in a form that the parser doesn't know. */
export interface UnreadableRule {
  /** `sgr-…`, if it is known. */
  id?: string | undefined;
  /** The rule as AWS wrote it, as JSON of a limited length. In a plan, its address is before it. */
  text: string;
  /** In English, because a finding stores it. sayText() translates it. */
  reason: string;
}

/** A group, and the entries of prefix lists at the same time. */
export interface GroupState {
  group: SecurityGroup;
  lists: PrefixLists;
}

/** Entries of prefix lists, by id. An absent list is opaque: its entries are unknown. */
export type PrefixLists = ReadonlyMap<string, readonly AddressSource[]>;

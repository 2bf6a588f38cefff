/**
 * One ingress permission with one source, in the numbers that the algebra works on.
 *
 * `protocols` and `ports` are closed ranges. `ports` is one axis of 0-65535 for every protocol:
 * TCP and UDP ports; for ICMP and ICMPv6 `type * 256 + code`; other protocols always span it whole.
 */
export interface IngressRule {
  /** `sgr-…`, where AWS gave one. */
  id?: string | undefined;
  protocols: Range;
  ports: Range;
  source: Source;
  description?: string | undefined;
}

/** A part of the traffic: protocols and ports without a source. */
export type Traffic = Pick<IngressRule, 'protocols' | 'ports'>;

/** A closed range of whole numbers. */
export interface Range {
  first: number;
  last: number;
}

export type Source = AddressSource | GroupSource | PrefixListSource;

/** A CIDR block with its host bits cleared. `address` is the network's number: 32 or 128 bits. */
export interface AddressSource {
  kind: 'ipv4' | 'ipv6';
  address: bigint;
  prefixLength: number;
}

/** A reference to a security group. `owner` is the account, left out when it is the group's own. */
export interface GroupSource {
  kind: 'group';
  groupId: string;
  owner?: string | undefined;
}

/** A prefix list: its entries decide what it admits, and are judged when they are known. */
export interface PrefixListSource {
  kind: 'prefix-list';
  prefixListId: string;
}

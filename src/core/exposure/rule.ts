/**
 * One ingress permission with one source, in the numbers of the algebra.
 *
 * `protocols` and `ports` are closed ranges. `ports` is one axis of 0-65535 for every protocol:
 * TCP and UDP ports; for ICMP and ICMPv6 `type * 256 + code`; other protocols always have the entire axis.
 */
export interface IngressRule {
  /** `sgr-…`, if it is known. */
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

/** A CIDR block with its host bits cleared. `address` is the network address as a number of 32 or 128 bits. */
export interface AddressSource {
  kind: 'ipv4' | 'ipv6';
  address: bigint;
  prefixLength: number;
}

/** A reference to a security group. `owner` is its account; absent for the account of the referring group. */
export interface GroupSource {
  kind: 'group';
  groupId: string;
  owner?: string | undefined;
}

/** A prefix list. Its entries are judged if they are known. */
export interface PrefixListSource {
  kind: 'prefix-list';
  prefixListId: string;
}

import type { IngressRule } from '../exposure/rule.ts';

/** The verified identity behind a call: the session issuer of an assumed role, never the user agent. */
export interface Actor {
  /** CloudTrail's userIdentity.type: Root, IAMUser, AssumedRole, AWSService, IdentityCenterUser, … */
  type: string;
  /** ARN of the user, or of the role that issued the session; a service's DNS name for AWS services. */
  arn: string;
  /** Short and readable: user name, role/session, service name. */
  name: string;
}

/** Through what the call came, as far as the record tells. A hint for people: it can be forged. */
export type Via = 'console' | 'cli' | 'terraform' | 'cloudformation' | 'sdk' | 'service' | 'unknown';

/** One API call (a CloudTrail record) that can alter effective ingress, or blind the monitor. */
export interface Change {
  eventId: string;
  requestId?: string | undefined;
  eventSource: string;
  eventName: string;
  /** ISO 8601, as CloudTrail has it (whole seconds). */
  time: string;
  account: string;
  region: string;
  actor: Actor;
  sourceIp?: string | undefined;
  userAgent?: string | undefined;
  via: Via;
  /** Set when the call failed: `Client.UnauthorizedOperation`, `Client.InvalidPermission.Duplicate`, … */
  errorCode?: string | undefined;
  errorMessage?: string | undefined;
  /** Security groups that the call names, by id. */
  groupIds: string[];
  /** Groups named by name only (default VPC); to be resolved by whoever can read EC2. */
  groupNames: string[];
  prefixListIds: string[];
  /** CIDRs that a ModifyManagedPrefixList added and removed, as they were written. */
  prefixListEntries?: { added: string[]; removed: string[] } | undefined;
  /** Interfaces and instances whose groups the call replaced. */
  attachmentIds: string[];
  vpcId?: string | undefined;
  /** What CreateSecurityGroup made: by this a baseline's entries match it. */
  created?: { name: string; tags: Record<string, string> } | undefined;
  /** Ingress rules that the call added, as far as the record tells. */
  added: IngressRule[];
  /** Ingress rules that the call removed, as far as the record tells. */
  removed: IngressRule[];
  /** Rules that the call rewrote (ModifySecurityGroupRules): ids whose earlier text the record lacks. */
  modifiedRuleIds: string[];
  /** Rules removed by id whose text the record lacks. */
  removedRuleIds: string[];
}

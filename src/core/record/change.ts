import type { IngressRule } from '../exposure/rule.ts';

/** The verified identity behind a call: the session issuer of an assumed role, never the user agent. */
export interface Actor {
  /** CloudTrail's userIdentity.type: Root, IAMUser, AssumedRole, AWSService, IdentityCenterUser, … */
  type: string;
  /** ARN of the user, or of the role that issued the session; a service's DNS name for AWS services. */
  arn: string;
  /** A short name for people: user name, role/session, or service name. */
  name: string;
}

/** The tool with which the call was made, if the record shows it. A hint for people, which the caller can forge. */
export type Via = 'console' | 'cli' | 'terraform' | 'cloudformation' | 'sdk' | 'service' | 'unknown';

/** What a call did to the tags of its groups. The record does not contain the tags that the groups had before. */
export interface Retag {
  put: Record<string, string>;
  /** Tags that are gone. With a value, the call deletes the tag only if it has this value. */
  removed: { key: string; value?: string | undefined }[];
  /** The call deleted every tag. */
  removedAll: boolean;
}

/** One API call (a CloudTrail record) that can change effective ingress, or disable the monitoring. */
export interface Change {
  eventId: string;
  requestId?: string | undefined;
  eventSource: string;
  eventName: string;
  /** ISO 8601, in whole seconds as in CloudTrail. */
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
  /** True if CloudTrail left the request out of the record, because it is too large. */
  requestOmitted?: true | undefined;
  /** Ids of the security groups that the call changes. */
  groupIds: string[];
  /** Names of groups that the call refers to by name only (default VPC). Resolving them requires a call to EC2. */
  groupNames: string[];
  prefixListIds: string[];
  /** CIDRs that ModifyManagedPrefixList added and removed, as written in the request. */
  prefixListEntries?: { added: string[]; removed: string[] } | undefined;
  /** Interfaces and instances whose groups the call replaced. */
  attachmentIds: string[];
  vpcId?: string | undefined;
  /** Name and tags of the group that CreateSecurityGroup created, which baseline entries match. */
  created?: { name: string; tags: Record<string, string> } | undefined;
  /** Set for calls that change the tags of groups. */
  retag?: Retag | undefined;
  /** Ingress rules that the call added, if the record contains them. */
  added: IngressRule[];
  /** Ingress rules that the call removed, if the record contains them. */
  removed: IngressRule[];
  /** Ids of rules that ModifySecurityGroupRules changed. The record does not contain their old text. */
  modifiedRuleIds: string[];
  /** Ids of removed rules whose text is not in the record. */
  removedRuleIds: string[];
}

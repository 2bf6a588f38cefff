/** What a call can do to ingress, or to the monitor. */
export type CallCategory =
  /** Adds, removes or rewrites rules. */
  | 'ingress'
  /** Changes descriptions of rules alone. */
  | 'cosmetic'
  /** Creates or deletes groups (a VPC brings its default group). */
  | 'group-life'
  /** Makes a group usable in a further VPC, or no longer. */
  | 'vpc-association'
  /** Edits a list that rules refer to. */
  | 'prefix-list'
  /** Puts groups on interfaces, instances and what else carries them. */
  | 'attachment'
  /** VPC block public access: overrides what groups admit. */
  | 'override'
  /** Touches what the monitor is made of. */
  | 'tamper';

const EC2: Partial<Record<CallCategory, string[]>> = {
  ingress: ['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress', 'ModifySecurityGroupRules'],
  cosmetic: ['UpdateSecurityGroupRuleDescriptionsIngress'],
  'group-life': ['CreateSecurityGroup', 'DeleteSecurityGroup', 'CreateDefaultVpc', 'CreateVpc'],
  'vpc-association': ['AssociateSecurityGroupVpc', 'DisassociateSecurityGroupVpc'],
  'prefix-list': [
    'ModifyManagedPrefixList',
    'RestoreManagedPrefixListVersion',
    // A prefix list that becomes the target of a resolver gets the resolver's entries.
    'CreateIpamPrefixListResolverTarget',
    'ModifyIpamPrefixListResolver',
    'ModifyIpamPrefixListResolverTarget',
  ],
  attachment: [
    'ModifyNetworkInterfaceAttribute',
    'ModifyInstanceAttribute',
    'CreateNetworkInterface',
    'RunInstances',
    'ApplySecurityGroupsToClientVpnTargetNetwork',
  ],
  override: [
    'ModifyVpcBlockPublicAccessOptions',
    'CreateVpcBlockPublicAccessExclusion',
    'ModifyVpcBlockPublicAccessExclusion',
    'DeleteVpcBlockPublicAccessExclusion',
  ],
};

/** By event source, without `.amazonaws.com`. Names of attachments elsewhere are the plain API names. */
const ELSEWHERE: Record<string, Partial<Record<CallCategory, string[]>>> = {
  elasticloadbalancing: { attachment: ['SetSecurityGroups', 'ApplySecurityGroupsToLoadBalancer'] },
  rds: { attachment: ['ModifyDBInstance', 'ModifyDBCluster'] },
  events: {
    tamper: [
      'PutRule',
      'DisableRule',
      'EnableRule',
      'DeleteRule',
      'PutTargets',
      'RemoveTargets',
      'PutPermission',
    ],
  },
  cloudtrail: { tamper: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'] },
  iam: {
    tamper: [
      'DeleteRole',
      'UpdateRole',
      'UpdateAssumeRolePolicy',
      'PutRolePolicy',
      'DeleteRolePolicy',
      'AttachRolePolicy',
      'DetachRolePolicy',
      'PutRolePermissionsBoundary',
      'DeleteRolePermissionsBoundary',
    ],
  },
  logs: {
    tamper: [
      'DeleteLogGroup',
      'DeleteLogStream',
      'PutRetentionPolicy',
      'DeleteRetentionPolicy',
      'PutAccountPolicy',
    ],
  },
  sqs: { tamper: ['DeleteQueue', 'PurgeQueue', 'SetQueueAttributes'] },
};

/** Lambda's names in CloudTrail end in the date of the API (`DeleteFunction20150331`), so stems are compared. */
const LAMBDA_STEMS = new Set([
  'DeleteFunction',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
  'AddPermission',
  'RemovePermission',
  'PutFunctionConcurrency',
  'DeleteFunctionConcurrency',
  'PutFunctionEventInvokeConfig',
  'UpdateFunctionEventInvokeConfig',
  'PutRuntimeManagementConfig',
  'TagResource',
  'UntagResource',
  'PutResourcePolicy',
  'DeleteResourcePolicy',
]);

const table = new Map<string, CallCategory>();
for (const [service, byCategory] of Object.entries({ ec2: EC2, ...ELSEWHERE })) {
  for (const [category, names] of Object.entries(byCategory)) {
    for (const name of names) table.set(`${service} ${name}`, category as CallCategory);
  }
}

/**
 * What a call is to us, by its source and name together (WAF has a `DeleteRule` too); undefined for all
 * others. Source of the names: the EC2, EventBridge, CloudTrail, IAM, Logs and SQS API references and
 * "Logging Lambda API calls with CloudTrail".
 */
export function callCategory(eventSource: string, eventName: string): CallCategory | undefined {
  const service = eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '');
  if (service === 'lambda') {
    return LAMBDA_STEMS.has(eventName.replace(/\d{8}(v\d+)?$/, '')) ? 'tamper' : undefined;
  }
  return table.get(`${service} ${eventName}`);
}

/** Calls that touch what the monitor is made of, by service. `dated` names are stems: a date follows. */
export function tamperCalls(): { service: string; names: string[]; dated: boolean }[] {
  const plain = Object.entries(ELSEWHERE).flatMap(([service, { tamper: names }]) =>
    names === undefined ? [] : [{ service, names, dated: false }],
  );
  return [...plain, { service: 'lambda', names: [...LAMBDA_STEMS], dated: true }];
}

/** Names of EC2 calls in the given categories. */
export function callNames(...categories: CallCategory[]): string[] {
  return categories.flatMap((category) => EC2[category] ?? []);
}

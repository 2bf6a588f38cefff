/** The possible effect of a call on ingress or on the monitoring. */
export type CallCategory =
  /** Adds, removes or rewrites rules. */
  | 'ingress'
  /** Changes only descriptions of rules. */
  | 'cosmetic'
  /** Creates or deletes groups. A new VPC creates its default group. */
  | 'group-life'
  /** Associates a group with another VPC, or removes the association. */
  | 'vpc-association'
  /** Edits a prefix list that rules refer to. */
  | 'prefix-list'
  /** Changes tags, by which entries of a baseline match groups. */
  | 'tags'
  /** Attaches groups to interfaces, instances and other resources. */
  | 'attachment'
  /** Changes VPC block public access, which overrides what groups admit. */
  | 'override'
  /** Targets a resource that the monitoring consists of. */
  | 'tamper';

const EC2: Partial<Record<CallCategory, string[]>> = {
  ingress: ['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress', 'ModifySecurityGroupRules'],
  cosmetic: ['UpdateSecurityGroupRuleDescriptionsIngress'],
  'group-life': ['CreateSecurityGroup', 'DeleteSecurityGroup', 'CreateDefaultVpc', 'CreateVpc'],
  'vpc-association': ['AssociateSecurityGroupVpc', 'DisassociateSecurityGroupVpc'],
  'prefix-list': [
    'ModifyManagedPrefixList',
    'RestoreManagedPrefixListVersion',
    // If a prefix list becomes the target of a resolver, the resolver writes its entries.
    'CreateIpamPrefixListResolverTarget',
    'ModifyIpamPrefixListResolver',
    'ModifyIpamPrefixListResolverTarget',
  ],
  tags: ['CreateTags', 'DeleteTags'],
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

/** Calls of other services, by event source without `.amazonaws.com`. Calls that attach groups have their API names. */
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
      'RemovePermission',
      'UpdateEventBus',
      'TagResource',
      'UntagResource',
    ],
  },
  cloudtrail: {
    tamper: [
      'StopLogging',
      'DeleteTrail',
      'UpdateTrail',
      'PutEventSelectors',
      'PutEventConfiguration',
      'AddTags',
      'RemoveTags',
    ],
  },
  // The recorder is the source of the events with `--source config`.
  config: {
    tamper: [
      'StopConfigurationRecorder',
      'DeleteConfigurationRecorder',
      'PutConfigurationRecorder',
      'DisassociateResourceTypes',
      'PutDeliveryChannel',
      'DeleteDeliveryChannel',
    ],
  },
  iam: {
    tamper: [
      'DeleteRole',
      'UpdateRole',
      'UpdateRoleDescription',
      'UpdateAssumeRolePolicy',
      'PutRolePolicy',
      'DeleteRolePolicy',
      'AttachRolePolicy',
      'DetachRolePolicy',
      'PutRolePermissionsBoundary',
      'DeleteRolePermissionsBoundary',
      'TagRole',
      'UntagRole',
      // The policy of the permissions boundary.
      'CreatePolicyVersion',
      'SetDefaultPolicyVersion',
      'DeletePolicyVersion',
      'DeletePolicy',
    ],
  },
  logs: {
    tamper: [
      'DeleteLogGroup',
      'DeleteLogStream',
      'PutRetentionPolicy',
      'DeleteRetentionPolicy',
      'PutAccountPolicy',
      'DeleteAccountPolicy',
      'AssociateKmsKey',
      'DisassociateKmsKey',
      'PutDataProtectionPolicy',
      'DeleteDataProtectionPolicy',
      'PutTransformer',
      'PutBearerTokenAuthentication',
      'PutSyslogConfiguration',
      'PutSubscriptionFilter',
      'DeleteSubscriptionFilter',
      'PutMetricFilter',
      'DeleteMetricFilter',
      'PutResourcePolicy',
      'DeleteResourcePolicy',
      'TagResource',
      'UntagResource',
      'TagLogGroup',
      'UntagLogGroup',
    ],
  },
  // The bucket of a trail that `install --create-trail` made.
  s3: {
    tamper: [
      'DeleteBucket',
      'PutBucketPolicy',
      'DeleteBucketPolicy',
      'PutBucketLifecycle',
      'PutBucketEncryption',
      'PutBucketPublicAccessBlock',
      // Public sources differ about the name of this call.
      'DeleteBucketPublicAccessBlock',
      'DeletePublicAccessBlock',
      'PutBucketAcl',
      'PutBucketTagging',
      'DeleteBucketTagging',
    ],
  },
  // The topics and queues that `--notify` and `--target` name.
  sns: {
    tamper: [
      'DeleteTopic',
      'SetTopicAttributes',
      'AddPermission',
      'RemovePermission',
      'Unsubscribe',
      'SetSubscriptionAttributes',
      'PutDataProtectionPolicy',
      'TagResource',
      'UntagResource',
    ],
  },
  monitoring: {
    tamper: [
      'DeleteAlarms',
      'DisableAlarmActions',
      'PutMetricAlarm',
      'PutCompositeAlarm',
      'PutLogAlarm',
      'PutAlarmMuteRule',
      'SetAlarmState',
      'TagResource',
      'UntagResource',
    ],
  },
  sqs: {
    tamper: [
      'DeleteQueue',
      'PurgeQueue',
      'SetQueueAttributes',
      'AddPermission',
      'RemovePermission',
      'StartMessageMoveTask',
      'TagQueue',
      'UntagQueue',
    ],
  },
  tagging: { tamper: ['TagResources', 'UntagResources'] },
};

/** Lambda's event names in CloudTrail end with the API's date (`DeleteFunction20150331`), so only the beginning is compared. */
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
  'DeleteFunctionEventInvokeConfig',
  'PutFunctionCodeSigningConfig',
  'PutFunctionRecursionConfig',
  'PutFunctionScalingConfig',
  'CreateFunctionUrlConfig',
  'UpdateFunctionUrlConfig',
  'CreateEventSourceMapping',
  'UpdateEventSourceMapping',
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
 * Returns the category of a call, or undefined if the call is irrelevant. Source and name are both needed, because WAF
 * also has a `DeleteRule`. Source of the names: the EC2, EventBridge, CloudTrail, IAM, Logs and SQS API references and
 * "Logging Lambda API calls with CloudTrail".
 */
export function callCategory(eventSource: string, eventName: string): CallCategory | undefined {
  const service = eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '');
  if (service === 'lambda') {
    return LAMBDA_STEMS.has(eventName.replace(/\d{8}(v\d+)?$/, '')) ? 'tamper' : undefined;
  }
  return table.get(`${service} ${eventName}`);
}

/** Returns the calls that target the monitoring, by service. If `dated`, a date follows each name in CloudTrail. */
export function tamperCalls(): { service: string; names: string[]; dated: boolean }[] {
  const plain = Object.entries(ELSEWHERE).flatMap(([service, { tamper: names }]) =>
    names === undefined ? [] : [{ service, names, dated: false }],
  );
  return [...plain, { service: 'lambda', names: [...LAMBDA_STEMS], dated: true }];
}

/** Returns the names of the EC2 calls in the given categories. */
export function callNames(...categories: CallCategory[]): string[] {
  return categories.flatMap((category) => EC2[category] ?? []);
}

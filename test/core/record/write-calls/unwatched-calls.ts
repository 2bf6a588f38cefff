/** Calls with one reason, separated by spaces. */
type Reasons = Record<string, string>;

interface Unwatched {
  /** Calls that cannot disable or hide the monitor. */
  harmless: Reasons;
  /** Calls that could, and why they are not watched all the same. docs/security.md says so too. */
  leftOut?: Reasons;
}

/** Every write call of write-calls.json that is not in the tamper table, by event source. */
export const UNWATCHED: Record<string, Unwatched> = {
  cloudtrail: {
    harmless: {
      'it restores or adds a source of events': 'CreateTrail StartLogging',
      'it changes insights, which no rule uses': 'PutInsightSelectors',
      'it concerns CloudTrail Lake, dashboards or queries, which no rule uses':
        'CancelQuery CreateChannel CreateDashboard CreateEventDataStore DeleteChannel DeleteDashboard ' +
        'DeleteEventDataStore DeleteResourcePolicy DisableFederation EnableFederation PutResourcePolicy ' +
        'RestoreEventDataStore StartDashboardRefresh StartEventDataStoreIngestion StartImport ' +
        'StopEventDataStoreIngestion StopImport UpdateChannel UpdateDashboard UpdateEventDataStore',
    },
    leftOut: {
      'only the management account of an organization receives its record':
        'RegisterOrganizationDelegatedAdmin DeregisterOrganizationDelegatedAdmin',
    },
  },
  config: {
    harmless: {
      'it restores or extends what the recorder records': 'AssociateResourceTypes StartConfigurationRecorder',
      'a service-linked recorder delivers only to the service that owns it':
        'PutThirdPartyServiceLinkedConfigurationRecorder DeleteServiceLinkedConfigurationRecorder PutServiceLinkedConfigurationRecorder',
      'it changes tags, and the recorder does not have the tag of the stack': 'TagResource UntagResource',
      'it concerns rules, aggregators, connectors, remediation or queries of AWS Config, which do not change its events':
        'DeleteConnector PutConnector DeleteAggregationAuthorization DeleteConfigRule DeleteConfigurationAggregator DeleteConformancePack ' +
        'DeleteEvaluationResults DeleteOrganizationConfigRule DeleteOrganizationConformancePack ' +
        'DeletePendingAggregationRequest DeleteRemediationConfiguration DeleteRemediationExceptions ' +
        'DeleteResourceConfig DeleteRetentionConfiguration DeleteStoredQuery DeliverConfigSnapshot ' +
        'PutAggregationAuthorization PutConfigRule PutConfigurationAggregator PutConformancePack ' +
        'PutEvaluations PutExternalEvaluation PutOrganizationConfigRule PutOrganizationConformancePack ' +
        'PutRemediationConfigurations PutRemediationExceptions PutResourceConfig PutRetentionConfiguration ' +
        'PutStoredQuery StartConfigRulesEvaluation StartRemediationExecution StartResourceEvaluation',
    },
  },
  events: {
    harmless: {
      'the default bus cannot be created or deleted': 'CreateEventBus DeleteEventBus',
      'it concerns partner sources, endpoints, connections or API destinations, which the stack does not use':
        'ActivateEventSource CreateApiDestination CreateConnection CreateEndpoint CreatePartnerEventSource ' +
        'DeactivateEventSource DeauthorizeConnection DeleteApiDestination DeleteConnection DeleteEndpoint ' +
        'DeletePartnerEventSource PutPartnerEvents UpdateApiDestination UpdateConnection UpdateEndpoint',
      'an archive stores events, and a replay repeats them; the function judges the live group':
        'CancelReplay CreateArchive DeleteArchive StartReplay UpdateArchive',
    },
    leftOut: {
      'trails do not record it': 'PutEvents',
    },
  },
  iam: {
    harmless: {
      'it needs a role that does not exist, or one of an AWS service':
        'AcquireRole CreateRole DeleteServiceLinkedRole',
      'an instance profile does not change what the role can do':
        'AddRoleToInstanceProfile RemoveRoleFromInstanceProfile',
      'it changes tags of a policy, which the stack does not read': 'TagPolicy UntagPolicy',
      'it changes users, groups and their credentials, not the role of the function':
        'AddUserToGroup AttachGroupPolicy AttachUserPolicy ChangePassword CreateAccessKey CreateGroup ' +
        'CreateLoginProfile CreateServiceSpecificCredential CreateUser CreateVirtualMFADevice ' +
        'DeactivateMFADevice DeleteAccessKey DeleteGroup DeleteGroupPolicy DeleteLoginProfile ' +
        'DeleteSSHPublicKey DeleteServiceSpecificCredential DeleteSigningCertificate DeleteUser ' +
        'DeleteUserPermissionsBoundary DeleteUserPolicy DeleteVirtualMFADevice DetachGroupPolicy ' +
        'DetachUserPolicy EnableMFADevice PutGroupPolicy PutUserPermissionsBoundary PutUserPolicy ' +
        'RemoveUserFromGroup ResetServiceSpecificCredential ResyncMFADevice TagMFADevice TagUser UntagMFADevice ' +
        'UntagUser UpdateAccessKey UpdateGroup UpdateLoginProfile UpdateSSHPublicKey ' +
        'UpdateServiceSpecificCredential UpdateSigningCertificate UpdateUser UploadSSHPublicKey ' +
        'UploadSigningCertificate',
      'it creates something that no resource of the stack uses':
        'CreateInstanceProfile CreatePolicy CreateServiceLinkedRole DeleteInstanceProfile TagInstanceProfile ' +
        'UntagInstanceProfile',
      'it concerns identity providers, which the trust policy of the role does not name':
        'AddClientIDToOpenIDConnectProvider CreateOpenIDConnectProvider CreateSAMLProvider ' +
        'DeleteOpenIDConnectProvider DeleteSAMLProvider RemoveClientIDFromOpenIDConnectProvider ' +
        'TagOpenIDConnectProvider TagSAMLProvider UntagOpenIDConnectProvider UntagSAMLProvider ' +
        'UpdateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider',
      'it concerns sign-in, delegation, certificates or tokens, or how roles are managed':
        'PutAccountProperties AcceptDelegationRequest AssociateDelegationRequest CreateAccountAlias CreateDelegationRequest ' +
        'DeleteAccountAlias DeleteAccountPasswordPolicy DeleteServerCertificate ' +
        'DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions ' +
        'DisableOutboundWebIdentityFederation EnableOrganizationsRootCredentialsManagement ' +
        'EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation RejectDelegationRequest ' +
        'SendDelegationToken SetSecurityTokenServicePreferences TagServerCertificate UntagServerCertificate ' +
        'UpdateAccountPasswordPolicy UpdateDelegationRequest UpdateServerCertificate UploadServerCertificate',
    },
  },
  kms: {
    harmless: {
      'it adds, restores, describes or uses keys':
        'CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateGrant CreateKey ' +
        'DeleteAlias Decapsulate Encapsulate EnableKey EnableKeyRotation ImportKeyMaterial ReplicateKey RotateKeyOnDemand TagResource ' +
        'UntagResource UpdateAlias UpdateKeyDescription UpdatePrimaryRegion DisableKeyRotation',
    },
    leftOut: {
      // The calls that give a resource of the stack a key are watched.
      'install gives no resource of the stack a customer key; the keys of a trail or topic belong to their owners':
        'DeleteCustomKeyStore DeleteImportedKeyMaterial DisableKey DisconnectCustomKeyStore PutKeyPolicy ' +
        'RetireGrant RevokeGrant ScheduleKeyDeletion UpdateCustomKeyStore',
    },
  },
  lambda: {
    harmless: {
      'rules invoke the unqualified function, so versions and aliases do not matter':
        'CreateAlias DeleteAlias DeleteProvisionedConcurrencyConfig PublishVersion ' +
        'PutProvisionedConcurrencyConfig UpdateAlias',
      'it removes a way to invoke the function or to refuse its code':
        'DeleteEventSourceMapping DeleteFunctionCodeSigningConfig DeleteFunctionUrlConfig',
      'it needs a function that does not exist': 'CreateFunction',
      'the function has no layer, and the call that gives it one is watched':
        'AddLayerVersionPermission DeleteLayerVersion PublishLayerVersion RemoveLayerVersionPermission',
      'the function has no code signing or capacity provider, and the calls that give it one are watched':
        'CreateCapacityProvider CreateCodeSigningConfig DeleteCapacityProvider DeleteCodeSigningConfig ' +
        'UpdateCapacityProvider UpdateCodeSigningConfig',
      'it concerns durable functions':
        'DeleteDurableExecution PauseDurableExecution ResumeDurableExecution SendDurableExecutionCallbackFailure SendDurableExecutionCallbackHeartbeat ' +
        'SendDurableExecutionCallbackSuccess StopDurableExecution',
      'the function judges live groups, so a false event causes only a check':
        'Invoke InvokeAsync InvokeWithResponseStream',
    },
  },
  logs: {
    harmless: {
      'it needs a log group that does not exist': 'CreateLogGroup',
      'it only reads log groups, or saves queries':
        'CancelExportTask CreateExportTask CreateLogAnomalyDetector CreateScheduledQuery DeleteIndexPolicy ' +
        'DeleteLogAnomalyDetector DeleteQueryDefinition DeleteScheduledQuery PutIndexPolicy PutQueryDefinition ' +
        'UpdateAnomaly UpdateLogAnomalyDetector UpdateScheduledQuery',
      'it returns lines to their original form, or stops lines of others':
        'DeleteSyslogConfiguration DeleteTransformer',
      'it changes where lines are stored, not how long': 'PutStorageTierPolicy',
      'it only allows or refuses DeleteLogGroup, which is watched': 'PutLogGroupDeletionProtection',
      'it concerns deliveries, destinations, imports, integrations or tables, which the stack does not use':
        'AssociateSourceToS3TableIntegration CancelImportTask CreateDelivery CreateImportTask CreateLookupTable ' +
        'DeleteDelivery DeleteDeliveryDestination DeleteDeliveryDestinationPolicy DeleteDeliverySource ' +
        'DeleteDestination DeleteIntegration DeleteLookupTable DisassociateSourceFromS3TableIntegration ' +
        'PutDeliveryDestination PutDeliveryDestinationPolicy PutDeliverySource PutDestination ' +
        'PutDestinationPolicy PutIntegration UpdateDeliveryConfiguration UpdateLookupTable',
    },
    leftOut: {
      'Lambda makes the same call for each environment of the function': 'CreateLogStream',
      'trails do not record it': 'PutLogEvents',
    },
  },
  organizations: {
    harmless: {
      'it creates or accepts something, or changes tags':
        'AcceptHandshake CancelHandshake CreateAccount CreateGovCloudAccount CreateOrganization ' +
        'CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganizationalUnit DeletePolicy ' +
        'EnableAWSServiceAccess InviteAccountToOrganization InviteOrganizationToTransferResponsibility ' +
        'TagResource TerminateResponsibilityTransfer UntagResource UpdateOrganizationalUnit ' +
        'UpdateResponsibilityTransfer',
    },
    leftOut: {
      'only the management account of an organization receives its record':
        'AttachPolicy CloseAccount DeleteOrganization DeleteResourcePolicy DeregisterDelegatedAdministrator ' +
        'DetachPolicy DisableAWSServiceAccess DisablePolicyType EnableAllFeatures EnablePolicyType ' +
        'LeaveOrganization MoveAccount PutResourcePolicy RegisterDelegatedAdministrator ' +
        'RemoveAccountFromOrganization UpdatePolicy',
    },
  },
  s3: {
    harmless: {
      'it needs a bucket that does not exist': 'CreateBucket CreateSession',
      'it does not change who can write or how long log files stay':
        'CreateBucketMetadataConfiguration CreateBucketMetadataTableConfiguration ' +
        'DeleteBucketAnalyticsConfiguration DeleteBucketCors DeleteBucketEncryption ' +
        'DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration DeleteBucketLifecycle ' +
        'DeleteBucketMetadataConfiguration DeleteBucketMetadataTableConfiguration ' +
        'DeleteBucketMetricsConfiguration DeleteBucketReplication DeleteBucketWebsite PutBucketAbac ' +
        'PutBucketAccelerateConfiguration PutBucketAnalyticsConfiguration PutBucketCors ' +
        'PutBucketIntelligentTieringConfiguration PutBucketInventoryConfiguration PutBucketLogging ' +
        'PutBucketMetricsConfiguration PutBucketNotification PutBucketNotificationConfiguration ' +
        'PutBucketReplication PutBucketRequestPayment PutBucketVersioning PutBucketWebsite ' +
        'PutObjectLockConfiguration UpdateBucketMetadataAnnotationTableConfiguration UpdateBucketMetadataInventoryTableConfiguration ' +
        'UpdateBucketMetadataJournalTableConfiguration',
      'the bucket policy and the public access block, which are watched, decide who reads and writes':
        'DeleteBucketOwnershipControls PutBucketOwnershipControls',
    },
    leftOut: {
      'trails do not record calls on objects unless they are configured to; `history verify` finds the gap':
        'DeleteObjectAnnotation PutObjectAnnotation AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject ' +
        'DeleteObjectTagging DeleteObjects PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention ' +
        'PutObjectTagging RenameObject RestoreObject UpdateObjectEncryption UploadPart UploadPartCopy ' +
        'WriteGetObjectResponse',
    },
  },
  sns: {
    harmless: {
      'it adds a receiver or a topic': 'ConfirmSubscription CreateTopic Subscribe',
      'it concerns text messages and mobile applications, which have their own resources':
        'CreatePlatformApplication CreatePlatformEndpoint CreateSMSSandboxPhoneNumber DeleteEndpoint ' +
        'DeletePlatformApplication DeleteSMSSandboxPhoneNumber OptInPhoneNumber SetEndpointAttributes ' +
        'SetPlatformApplicationAttributes SetSMSAttributes',
    },
    leftOut: {
      'trails do not record it': 'Publish PublishBatch',
    },
  },
  monitoring: {
    harmless: {
      'it makes an alarm act again': 'EnableAlarmActions',
      'a muted alarm then acts again': 'DeleteAlarmMuteRule',
      'a dashboard only shows what exists, and status shows a change of it': 'DeleteDashboards PutDashboard',
      'it affects neither alarms nor the metrics that they read':
        'AssociateDatasetKmsKey CreateResourceMetricsConfiguration DeleteAnomalyDetector DeleteInsightRules ' +
        'DeleteMetricDataQueryDefinition DeleteMetricStream DeleteResourceMetricsConfiguration DisableInsightRules ' +
        'DisassociateDatasetKmsKey EnableInsightRules PutAnomalyDetector PutInsightRule PutManagedInsightRules ' +
        'PutMetricDataQueryDefinition PutMetricStream StartMetricStreams StartOTelEnrichment StopMetricStreams ' +
        'StopOTelEnrichment UpdateOTelEnrichment UpdateResourceMetricsConfiguration',
    },
    leftOut: {
      'trails do not record calls on metrics unless they are configured to; security.md names the forged heartbeat':
        'PutMetricData',
    },
  },
  sqs: {
    harmless: {
      'it needs a queue that does not exist': 'CreateQueue',
      'it stops a move of messages, and the move is watched': 'CancelMessageMoveTask',
    },
    leftOut: {
      'trails do not record calls on messages unless they are configured to':
        'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch SendMessage ' +
        'SendMessageBatch',
    },
  },
  tagging: { harmless: { 'it only reads tags': 'StartReportCreation' } },
};

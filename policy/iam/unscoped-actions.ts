/**
 * Actions that IAM cannot scope to a resource, so that `Resource: "*"` is all that can be written, of the services that
 * this control and its neighbours use (Service Authorization Reference, as of November 2026).
 */
const unscopedActions: Record<string, Set<string>> = {
  cloudtrail: words(`
    DeregisterOrganizationDelegatedAdmin DescribeTrails GetImport ListChannels ListDashboards
    ListEventDataStores ListImportFailures ListImports ListPublicKeys ListServiceLinkedChannels ListTrails
    LookupEvents RegisterOrganizationDelegatedAdmin SearchSampleQueries StartImport StopImport
  `),
  cloudwatch: words(`
    AssumeAccessProfile BatchGetServiceLevelIndicatorReport CallWithBearerToken CreateAccessGrant
    CreateAccessProfile CreateAlert CreateDomain CreateDomainAccessGrantForOrganization
    CreateDomainForOrganization CreateIngestionEndpoint CreateIntegration CreateOmniDashboard
    CreateOmniThread CreateOneTimeDeepLinkCode CreateServiceLevelObjective CreateSpace CreateView
    DeleteAnomalyDetector DeleteOmniThread DescribeAlarmsForMetric DescribeAnomalyDetectors
    DescribeInsightRules EnableTopologyDiscovery GenerateQuery GenerateQueryResultsSummary GetAgentGraph
    GetContextGraph GetIntelligenceConfiguration GetMetricStatistics GetMetricWidgetImage GetOTelEnrichment
    GetOmniThread GetPreferences GetRecords GetSpaceCredentials GetSpaceCredentialsForOrganization
    GetTelemetryQueryResults GetTopologyDiscoveryStatus GetTopologyMap InvokeIntegration Link
    ListAccessGrants ListAccessProfiles ListAlertContributors ListAlerts ListDashboards
    ListDomainAccessGrantsForOrganization ListDomains ListEntitiesForMetric ListIngestionEndpoints
    ListIntegrations ListManagedInsightRules ListMetricStreams ListOmniDashboards ListOmniThreads
    ListServiceLevelObjectives ListServices ListSpaceAccess ListSpaces ListSpacesForOrganization
    ListTelemetryFields ListTelemetryQuerySessions ListViews PutAnomalyDetector PutIntelligenceConfiguration
    PutManagedInsightRules QueryTraces SearchPrincipals StartOTelEnrichment StartOmniThreadSession
    StartTelemetryQuery StartTelemetryQuerySession StopOTelEnrichment StopTelemetryQuery
    StopTelemetryQuerySession SubmitFeedback UpdateOmniThread UpdatePreferences
  `),
  config: words(`
    BatchGetResourceConfig DeleteDeliveryChannel DeletePendingAggregationRequest DeleteRemediationExceptions
    DeleteResourceConfig DeleteRetentionConfiguration DeliverConfigSnapshot
    DescribeAggregationAuthorizations DescribeComplianceByConfigRule DescribeComplianceByResource
    DescribeConfigRuleEvaluationStatus DescribeConfigRules DescribeConfigurationAggregators
    DescribeConformancePackStatus DescribeConformancePacks DescribeDeliveryChannelStatus
    DescribeDeliveryChannels DescribeOrganizationConfigRuleStatuses DescribeOrganizationConfigRules
    DescribeOrganizationConformancePackStatuses DescribeOrganizationConformancePacks
    DescribePendingAggregationRequests DescribeRemediationExceptions DescribeRetentionConfigurations
    GetComplianceDetailsByResource GetComplianceSummaryByConfigRule GetComplianceSummaryByResourceType
    GetDiscoveredResourceCounts GetResourceConfigHistory GetResourceEvaluationSummary
    ListConfigurationRecorders ListConformancePackComplianceScores ListConnectors ListDiscoveredResources
    ListResourceEvaluations ListStoredQueries PutDeliveryChannel PutEvaluations PutRemediationExceptions
    PutResourceConfig PutRetentionConfiguration PutServiceLinkedConfigurationRecorder SelectResourceConfig
    StartRemediationExecution StartResourceEvaluation
  `),
  events: words(`
    ListApiDestinations ListArchives ListConnections ListEndpoints ListEventBuses ListEventSources
    ListPartnerEventSources ListReplays ListRuleNamesByTarget ListRules ListSubscribers PutPartnerEvents
    PutPermission RemovePermission TestEventPattern
  `),
  iam: words(`
    CreateAccountAlias DeleteAccountAlias DeleteAccountPasswordPolicy DeleteCloudFrontPublicKey
    DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions
    DisableOutboundWebIdentityFederation EnableOrganizationsRootCredentialsManagement
    EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation GenerateCredentialReport
    GetAccountAuthorizationDetails GetAccountEmailAddress GetAccountName GetAccountPasswordPolicy
    GetAccountProperties GetAccountSummary GetCloudFrontPublicKey GetContextKeysForCustomPolicy
    GetCredentialReport GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo
    GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities ListAccountAliases
    ListCloudFrontPublicKeys ListDelegationRequests ListGroups ListInstanceProfiles
    ListOpenIDConnectProviders ListOrganizationsFeatures ListPolicies ListRoles ListSAMLProviders
    ListSTSRegionalEndpointsStatus ListServerCertificates ListUsers ListVirtualMFADevices
    PutAccountProperties SetSTSRegionalEndpointStatus SetSecurityTokenServicePreferences
    SimulateCustomPolicy UpdateAccountEmailAddress UpdateAccountName UpdateAccountPasswordPolicy
    UpdateCloudFrontPublicKey UploadCloudFrontPublicKey
  `),
  kms: words(`
    ConnectCustomKeyStore CreateCustomKeyStore CreateKey DeleteCustomKeyStore DescribeCustomKeyStores
    DisconnectCustomKeyStore GenerateRandom ListAliases ListKeys ListRetirableGrants UpdateCustomKeyStore
  `),
  lambda: words(`
    ConnectMicrovm CreateCodeSigningConfig CreateEventSourceMapping CreateMicrovmImage GetAccountSettings
    ListCapacityProviders ListCodeSigningConfigs ListEventSourceMappings ListFunctions ListLayerVersions
    ListLayers ListManagedMicrovmImages ListMicrovmImages ListMicrovms ListNetworkConnectors
    PassNetworkConnector
  `),
  logs: words(`
    AssociateSourceToS3TableIntegration CallWithBearerToken CancelExportTask CancelImportTask
    CreateImportTask CreateLogDelivery DeleteAccountPolicy DeleteIndexPolicy DeleteIntegration
    DeleteLogDelivery DeletePipelineRule DeleteQueryDefinition DeleteResourcePolicy DescribeAccountPolicies
    DescribeConfigurationTemplates DescribeDeliveries DescribeDeliveryDestinations DescribeDeliverySources
    DescribeDestinations DescribeExportTasks DescribeFieldIndexes DescribeImportTaskBatches
    DescribeImportTasks DescribeIndexPolicies DescribeLogGroups DescribeLookupTables DescribeQueries
    DescribeQueryDefinitions DescribeResourcePolicies DisassociateSourceFromS3TableIntegration
    GetIntegration GetLogDelivery GetLogFields GetStorageTierPolicy Link ListAggregateLogGroupSummaries
    ListEntitiesForLogGroup ListIntegrations ListLogDeliveries ListLogGroups ListLogGroupsForEntity
    ListLogGroupsForQuery ListScheduledQueries ListSourcesForS3TableIntegration ListSyslogConfigurations
    PutAccountPolicy PutIndexPolicy PutIntegration PutPipelineRule PutQueryDefinition PutResourcePolicy
    PutStorageTierPolicy StopLiveTail StopQuery TestMetricFilter TestTransformer UpdateLogDelivery
  `),
  s3: words(`
    CreateJob CreateStorageLensGroup GetAccessPoint GetAccountPublicAccessBlock ListAccessGrantsInstances
    ListAccessPoints ListAccessPointsForObjectLambda ListAllMyBuckets ListJobs ListMultiRegionAccessPoints
    ListStorageLensConfigurations ListStorageLensGroups PutAccessPointPublicAccessBlock
    PutAccountPublicAccessBlock PutStorageLensConfiguration
  `),
  sns: words(`
    CheckIfPhoneNumberIsOptedOut CreatePlatformApplication CreatePlatformEndpoint
    CreateSMSSandboxPhoneNumber DeleteEndpoint DeletePlatformApplication DeleteSMSSandboxPhoneNumber
    GetEndpointAttributes GetPlatformApplicationAttributes GetSMSAttributes GetSMSSandboxAccountStatus
    ListEndpointsByPlatformApplication ListOriginationNumbers ListPhoneNumbersOptedOut
    ListPlatformApplications ListSMSSandboxPhoneNumbers ListSubscriptions ListTopics OptInPhoneNumber
    SetEndpointAttributes SetPlatformApplicationAttributes SetSMSAttributes VerifySMSSandboxPhoneNumber
  `),
  sqs: words(`
    ListQueues
  `),
  ssm: words(`
    CancelCommand CreateActivation CreateMaintenanceWindow CreateOpsItem CreateOpsMetadata
    CreatePatchBaseline DeleteActivation DeleteInventory DescribeActivations DescribeAutomationExecutions
    DescribeAvailablePatches DescribeInstanceInformation DescribeInstancePatchStatesForPatchGroup
    DescribeInstanceProperties DescribeInventoryDeletions DescribeMaintenanceWindowExecutionTaskInvocations
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
  `),
  sts: words(`
    DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity GetDelegatedAccessToken
    GetServiceBearerToken GetSessionToken GetWebIdentityToken TagGetWebIdentityToken
  `),
  tag: words(`
    DescribeReportCreation GetComplianceSummary GetResources GetTagKeys GetTagValues ListRequiredTags
    StartReportCreation TagResources UntagResources
  `),
  xray: words(`
    BatchGetTraceSummaryById BatchGetTraces CancelTraceRetrieval DeleteResourcePolicy GetDistinctTraceGraphs
    GetEncryptionConfig GetGroups GetIndexingRules GetInsight GetInsightEvents GetInsightImpactGraph
    GetInsightSummaries GetRetrievedTracesGraph GetSamplingRules GetSamplingStatisticSummaries
    GetSamplingTargets GetServiceGraph GetTimeSeriesServiceStatistics GetTraceGraph
    GetTraceSegmentDestination GetTraceSummaries Link ListResourcePolicies ListRetrievedTraces
    PutEncryptionConfig PutResourcePolicy PutSpans PutSpansForIndexing PutTelemetryRecords PutTraceSegments
    StartTraceRetrieval UpdateIndexingRule UpdateTraceSegmentDestination
  `),
};

/**
 * Whether an action can only be granted on `*`.
 *
 * @param action `service:Action`; IAM ignores its letter case
 * @returns false also for actions of services that the table does not have
 */
export function isUnscoped(action: string): boolean {
  const [service = "", name = ""] = action.toLowerCase().split(":");
  return unscopedActions[service]?.has(name) ?? false;
}

/** The services of the table; for the test that holds it against the reference. */
export const knownServices = Object.keys(unscopedActions);

function words(text: string): Set<string> {
  return new Set(text.trim().toLowerCase().split(/\s+/));
}

import { isDeepStrictEqual } from "node:util";

/**
 * What the AWS provider does with a resource whose property changed: by type, and by the names of @pulumi/aws 7.48.
 *
 * Held against `terraform plan` (Terraform 1.11.4, AWS provider 5.100.0) on 2026-11-26: each of 303 properties changed alone
 * and, where the provider lets it, left out; no deviation. "v6": not in 5.100.0, read in the source of version 6 alone.
 *
 * An input that is in no list is refused: what becomes of it was neither read nor seen.
 */

/** Whether the change from one value of a property to another replaces the resource. `undefined`: the program gives none. */
export type Replaces = (before: unknown, after: unknown) => boolean;

/** A name that Pulumi gives where the program gives none: the resource's, `-`, and 7 hexadecimal digits. */
export interface Autoname {
  property: string;
  /** The most characters, before `prefix` and `fifoSuffix`. */
  maxLength: number;
  /** Beside this property Pulumi gives no name: the AWS provider makes one. */
  unless?: string;
  lowerCase?: true;
  prefix?: string;
  /** The property that says that the name ends in `.fifo`. */
  fifoSuffix?: string;
}

export interface PropertyChanges {
  /** The file of hashicorp/terraform-provider-aws whose schema decides (`ForceNew`, `RequiresReplace`, `CustomizeDiff`). */
  source: string;
  /** A change replaces the resource. */
  replaces: readonly string[];
  /** A change updates the resource in place. */
  updates: readonly string[];
  /** A change replaces the resource or updates it in place: the values decide. */
  replacesIf?: Readonly<Record<string, Replaces>>;
  /**
   * What a program may leave out again without a change: AWS's value stays (`Optional` and `Computed`). A prefix is not among
   * these, since the name that Pulumi then gives is another one.
   */
  keeps?: readonly string[];
  /** Out of `resource_overrides.go` of pulumi/pulumi-aws, and for a `name` that is not there out of its `autonaming.go`. */
  autoname?: Autoname;
  /**
   * The old resource goes before the new one is made (`resource_overrides.go`). The bridge does so too with a resource whose
   * autonamed property is given by the program (`nameRequiresDeleteBeforeReplace`).
   */
  deleteBeforeReplace?: true;
}

/** Inputs of every regional type, which are not repeated in its line (v6, internal/provider/sdkv2/region.go). */
export const replacesEveryType: readonly string[] = ["region"];

const name = (maxLength = 255): Autoname => ({ property: "name", maxLength });

/** A block that was not there and is now. */
const appears: Replaces = (before, after) => isAbsent(before) && !isAbsent(after);

function isAbsent(block: unknown): boolean {
  return block === undefined || block === null;
}

const objectLockIsSwitched: Replaces = (before, after) => objectLockOf(before) !== objectLockOf(after);

function objectLockOf(configuration: unknown): unknown {
  return isAbsent(configuration)
    ? undefined
    : (configuration as { objectLockEnabled?: unknown }).objectLockEnabled;
}

const moreThanTagsChange: Replaces = (before, after) =>
  !isDeepStrictEqual(withoutTags(before), withoutTags(after));

function withoutTags(desiredState: unknown): unknown {
  return { ...(JSON.parse(String(desiredState)) as object), Tags: undefined };
}

export const propertyChanges: Readonly<Record<string, PropertyChanges>> = {
  "aws:cfg/configurationAggregator:ConfigurationAggregator": {
    source: "internal/service/configservice/configuration_aggregator.go",
    replaces: ["name"],
    updates: ["tags"],
    replacesIf: { accountAggregationSource: appears, organizationAggregationSource: appears },
    autoname: name(),
  },
  "aws:cfg/deliveryChannel:DeliveryChannel": {
    source: "internal/service/configservice/delivery_channel.go",
    replaces: ["name"],
    updates: ["s3BucketName", "s3KeyPrefix", "s3KmsKeyArn", "snapshotDeliveryProperties", "snsTopicArn"],
    autoname: name(),
  },
  "aws:cfg/recorder:Recorder": {
    source: "internal/service/configservice/configuration_recorder.go",
    replaces: ["name"],
    updates: ["recordingGroup", "recordingMode", "roleArn"],
    keeps: ["recordingGroup", "recordingMode"],
    autoname: name(),
  },
  // Another name is not a replacement: the recorder of the old one runs on.
  "aws:cfg/recorderStatus:RecorderStatus": {
    source: "internal/service/configservice/configuration_recorder_status.go",
    replaces: [],
    updates: ["isEnabled", "name"],
    autoname: name(),
  },
  "aws:cfg/remediationConfiguration:RemediationConfiguration": {
    source: "internal/service/configservice/remediation_configuration.go",
    replaces: ["configRuleName"],
    updates: [
      "automatic",
      "executionControls",
      "maximumAutomaticAttempts",
      "parameters",
      "resourceType",
      "retryAttemptSeconds",
      "targetId",
      "targetType", // not held against a plan: it has one value, `SSM_DOCUMENT`; read in the source
      "targetVersion",
    ],
  },
  "aws:cfg/retentionConfiguration:RetentionConfiguration": {
    source: "internal/service/configservice/retention_configuration.go",
    replaces: [],
    updates: ["retentionPeriodInDays"],
  },
  "aws:cfg/rule:Rule": {
    source: "internal/service/configservice/config_rule.go",
    replaces: ["name"],
    updates: [
      "description",
      "evaluationModes",
      "inputParameters",
      "maximumExecutionFrequency",
      "scope",
      "source",
      "tags",
    ],
    keeps: ["evaluationModes"],
    autoname: name(),
  },
  // The types from here to `stackSetInstance` were read in the source alone, most of it of version 6.
  "aws:cloudformation/stackSet:StackSet": {
    source: "internal/service/cloudformation/stack_set.go",
    replaces: ["autoDeployment", "name"],
    updates: [
      "administrationRoleArn",
      "callAs",
      "capabilities",
      "description",
      "executionRoleName",
      "managedExecution",
      "operationPreferences",
      "parameters",
      "permissionModel",
      "tags",
      "templateBody",
      "templateUrl",
    ],
    keeps: ["executionRoleName", "templateBody"],
    autoname: name(128),
  },
  "aws:cloudformation/stackSetInstance:StackSetInstance": {
    source: "internal/service/cloudformation/stack_set_instance.go",
    replaces: ["accountId", "deploymentTargets", "stackSetInstanceRegion", "stackSetName"],
    updates: ["callAs", "operationPreferences", "parameterOverrides", "retainStack"],
    keeps: ["accountId", "stackSetInstanceRegion"],
  },
  "aws:cloudcontrol/resource:Resource": {
    source: "internal/service/cloudcontrol/resource.go",
    replaces: ["typeName"],
    updates: ["roleArn", "schema", "typeVersionId"],
    // The provider reads the type's schema: a property that is create-only replaces. Of the one type that the local account
    // has, AWS::Config::AggregationAuthorization, these are all but the tags.
    replacesIf: { desiredState: moreThanTagsChange },
    keeps: ["schema"],
  },
  "aws:cloudtrail/trail:Trail": {
    source: "internal/service/cloudtrail/trail.go",
    replaces: ["name"],
    updates: [
      "advancedEventSelectors",
      "cloudWatchLogsGroupArn",
      "cloudWatchLogsRoleArn",
      "enableLogFileValidation",
      "enableLogging",
      "eventSelectors",
      "includeGlobalServiceEvents",
      "insightSelectors",
      "isMultiRegionTrail",
      "isOrganizationTrail",
      "kmsKeyId",
      "s3BucketName",
      "s3KeyPrefix",
      "snsTopicName",
      "tags",
    ],
    autoname: name(),
  },
  "aws:cloudwatch/eventRule:EventRule": {
    source: "internal/service/events/rule.go",
    replaces: ["eventBusName", "name", "namePrefix"],
    updates: [
      "description",
      "eventPattern",
      "forceDestroy",
      "isEnabled",
      "roleArn",
      "scheduleExpression",
      "state",
      "tags",
    ],
    autoname: { ...name(64), unless: "namePrefix" },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    source: "internal/service/events/target.go",
    replaces: ["eventBusName", "rule", "targetId"],
    updates: [
      "appsyncTarget",
      "arn",
      "batchTarget",
      "deadLetterConfig",
      "ecsTarget",
      "forceDestroy",
      "httpTarget",
      "input",
      "inputPath",
      "inputTransformer",
      "kinesisTarget",
      "redshiftTarget",
      "retryPolicy",
      "roleArn",
      "runCommandTargets",
      "sagemakerPipelineTarget",
      "sqsTarget",
    ],
    keeps: ["sagemakerPipelineTarget"], // not `Computed`: the plan alone shows it
    autoname: { property: "targetId", maxLength: 255 },
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    source: "internal/service/logs/group.go",
    replaces: ["logGroupClass", "name", "namePrefix"],
    updates: [
      "deletionProtectionEnabled", // v6
      "kmsKeyId",
      "retentionInDays",
      "skipDestroy",
      "tags",
    ],
    keeps: ["deletionProtectionEnabled", "logGroupClass"],
    autoname: { ...name(), unless: "namePrefix" },
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    source: "internal/service/logs/metric_filter.go",
    replaces: ["logGroupName", "name"],
    updates: [
      "applyOnTransformedLogs", // v6
      "metricTransformation",
      "pattern",
    ],
    keeps: ["applyOnTransformedLogs"],
    autoname: name(),
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    source: "internal/service/cloudwatch/metric_alarm.go",
    replaces: ["name"],
    updates: [
      "actionsEnabled",
      "alarmActions",
      "alarmDescription",
      "comparisonOperator",
      "datapointsToAlarm",
      "dimensions",
      "evaluateLowSampleCountPercentiles",
      "evaluationPeriods",
      "extendedStatistic",
      "insufficientDataActions",
      "metricName",
      "metricQueries",
      "namespace",
      "okActions",
      "period",
      "statistic",
      "tags",
      "threshold",
      "thresholdMetricId",
      "treatMissingData",
      "unit",
    ],
    keeps: ["evaluateLowSampleCountPercentiles"],
    autoname: name(),
  },
  // Read in the source of version 6 alone, and of it what this project's program gives.
  "aws:dynamodb/table:Table": {
    source: "internal/service/dynamodb/table.go",
    replaces: ["hashKey", "name", "rangeKey"],
    updates: ["attributes", "billingMode", "deletionProtectionEnabled", "tags"],
    keeps: ["hashKey"],
    autoname: name(),
  },
  "aws:iam/role:Role": {
    source: "internal/service/iam/role.go",
    replaces: ["name", "namePrefix", "path"],
    updates: [
      "assumeRolePolicy",
      "description",
      "forceDetachPolicies",
      "inlinePolicies",
      "managedPolicyArns",
      "maxSessionDuration",
      "permissionsBoundary",
      "tags",
    ],
    keeps: ["inlinePolicies", "managedPolicyArns"],
    autoname: { ...name(64), unless: "namePrefix" },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    source: "internal/service/iam/role_policy.go",
    replaces: ["name", "namePrefix", "role"],
    updates: ["policy"],
    autoname: { ...name(), unless: "namePrefix" },
  },
  // Made first, the new attachment would be the one that the old one's deletion takes away.
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    source: "internal/service/iam/role_policy_attachment.go",
    replaces: ["policyArn", "role"],
    updates: [],
    deleteBeforeReplace: true,
  },
  "aws:kms/alias:Alias": {
    source: "internal/service/kms/alias.go",
    replaces: ["name", "namePrefix"],
    updates: ["targetKeyId"],
    autoname: { ...name(238), unless: "namePrefix", prefix: "alias/" },
  },
  "aws:kms/key:Key": {
    source: "internal/service/kms/key.go",
    replaces: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    updates: [
      "bypassPolicyLockoutSafetyCheck",
      "deletionWindowInDays",
      "description",
      "enableKeyRotation",
      "isEnabled",
      "policy",
      "rotationPeriodInDays",
      "tags",
    ],
    keeps: ["description", "multiRegion", "policy", "rotationPeriodInDays"],
  },
  "aws:lambda/function:Function": {
    source: "internal/service/lambda/function.go",
    replaces: ["name", "packageType"],
    updates: [
      "architectures",
      "code", // the provider's `filename`
      "codeSigningConfigArn",
      "deadLetterConfig",
      "description",
      "environment",
      "ephemeralStorage",
      "fileSystemConfig",
      "handler",
      "imageConfig",
      "imageUri",
      "kmsKeyArn",
      "layers",
      "loggingConfig",
      "memorySize",
      "publish",
      "replaceSecurityGroupsOnDestroy",
      "replacementSecurityGroupIds",
      "reservedConcurrentExecutions",
      "role",
      "runtime",
      "s3Bucket",
      "s3Key",
      "s3ObjectVersion",
      "skipDestroy",
      "snapStart",
      "sourceCodeHash",
      "tags",
      "timeout",
      "tracingConfig",
      "vpcConfig",
    ],
    keeps: ["architectures", "ephemeralStorage", "loggingConfig", "sourceCodeHash", "tracingConfig"],
    autoname: name(64),
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    source: "internal/service/lambda/function_event_invoke_config.go",
    replaces: ["functionName", "qualifier"],
    updates: ["destinationConfig", "maximumEventAgeInSeconds", "maximumRetryAttempts"],
  },
  "aws:lambda/permission:Permission": {
    source: "internal/service/lambda/permission.go",
    replaces: [
      "action",
      "eventSourceToken",
      "function",
      "functionUrlAuthType",
      "invokedViaFunctionUrl", // v6
      "principal",
      "principalOrgId",
      "qualifier",
      "sourceAccount",
      "sourceArn",
      "statementId",
      "statementIdPrefix",
    ],
    updates: [],
    autoname: { property: "statementId", maxLength: 100, unless: "statementIdPrefix" },
  },
  // Read in the source alone, that of version 6 for the first.
  "aws:organizations/policy:Policy": {
    source: "internal/service/organizations/policy.go",
    replaces: ["type"],
    updates: ["content", "description", "name", "skipDestroy", "tags"],
    autoname: name(128),
  },
  "aws:organizations/policyAttachment:PolicyAttachment": {
    source: "internal/service/organizations/policy_attachment.go",
    replaces: ["policyId", "targetId"],
    updates: ["skipDestroy"],
  },
  "aws:organizations/delegatedAdministrator:DelegatedAdministrator": {
    source: "internal/service/organizations/delegated_administrator.go",
    replaces: ["accountId", "servicePrincipal"],
    updates: [],
  },
  "aws:s3/bucket:Bucket": {
    source: "internal/service/s3/bucket.go",
    replaces: ["bucket", "bucketPrefix", "objectLockEnabled"],
    updates: [
      "accelerationStatus",
      "acl",
      "corsRules",
      "forceDestroy",
      "grants",
      "lifecycleRules",
      "logging",
      "policy",
      "replicationConfiguration",
      "requestPayer",
      "serverSideEncryptionConfiguration",
      "tags",
      "versioning",
      "website",
    ],
    replacesIf: { objectLockConfiguration: objectLockIsSwitched },
    keeps: [
      "accelerationStatus",
      "acl",
      "corsRules",
      "grants",
      "lifecycleRules",
      "logging",
      "objectLockConfiguration",
      "objectLockEnabled",
      "policy",
      "replicationConfiguration",
      "requestPayer",
      "serverSideEncryptionConfiguration",
      "versioning",
      "website",
    ],
    autoname: { property: "bucket", maxLength: 63, unless: "bucketPrefix", lowerCase: true },
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    source: "internal/service/s3/bucket_lifecycle_configuration.go",
    replaces: ["bucket", "expectedBucketOwner"],
    updates: ["rules", "transitionDefaultMinimumObjectSize"],
    keeps: ["expectedBucketOwner", "transitionDefaultMinimumObjectSize"],
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    source: "internal/service/s3/bucket_ownership_controls.go",
    replaces: ["bucket"],
    updates: ["rule"],
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    source: "internal/service/s3/bucket_policy.go",
    replaces: ["bucket"],
    updates: ["policy"],
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    source: "internal/service/s3/bucket_public_access_block.go",
    replaces: ["bucket"],
    updates: ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"],
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    source: "internal/service/s3/bucket_server_side_encryption_configuration.go",
    replaces: ["bucket", "expectedBucketOwner"],
    updates: ["rules"],
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    source: "internal/service/s3/bucket_versioning.go",
    replaces: ["bucket", "expectedBucketOwner"],
    updates: ["mfa", "versioningConfiguration"],
  },
  "aws:sns/topic:Topic": {
    source: "internal/service/sns/topic.go",
    replaces: ["fifoTopic", "name", "namePrefix"],
    updates: [
      "applicationFailureFeedbackRoleArn",
      "applicationSuccessFeedbackRoleArn",
      "applicationSuccessFeedbackSampleRate",
      "archivePolicy",
      "contentBasedDeduplication",
      "deliveryPolicy",
      "displayName",
      "fifoThroughputScope",
      "firehoseFailureFeedbackRoleArn",
      "firehoseSuccessFeedbackRoleArn",
      "firehoseSuccessFeedbackSampleRate",
      "httpFailureFeedbackRoleArn",
      "httpSuccessFeedbackRoleArn",
      "httpSuccessFeedbackSampleRate",
      "kmsMasterKeyId",
      "lambdaFailureFeedbackRoleArn",
      "lambdaSuccessFeedbackRoleArn",
      "lambdaSuccessFeedbackSampleRate",
      "policy",
      "signatureVersion",
      "sqsFailureFeedbackRoleArn",
      "sqsSuccessFeedbackRoleArn",
      "sqsSuccessFeedbackSampleRate",
      "tags",
      "tracingConfig",
    ],
    keeps: ["fifoThroughputScope", "policy", "signatureVersion", "tracingConfig"],
    autoname: { ...name(80), unless: "namePrefix", fifoSuffix: "fifoTopic" },
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    source: "internal/service/sns/topic_policy.go",
    replaces: ["arn"],
    updates: ["policy"],
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    source: "internal/service/sns/topic_subscription.go",
    replaces: ["endpoint", "protocol", "topic"],
    updates: [
      "confirmationTimeoutInMinutes",
      "deliveryPolicy",
      "endpointAutoConfirms",
      "filterPolicy",
      "filterPolicyScope",
      "rawMessageDelivery",
      "redrivePolicy",
      "replayPolicy",
      "subscriptionRoleArn",
    ],
    keeps: ["filterPolicyScope"],
  },
  "aws:sqs/queue:Queue": {
    source: "internal/service/sqs/queue.go",
    replaces: ["fifoQueue", "name", "namePrefix"],
    updates: [
      "contentBasedDeduplication",
      "deduplicationScope",
      "delaySeconds",
      "fifoThroughputLimit",
      "kmsDataKeyReusePeriodSeconds",
      "kmsMasterKeyId",
      "maxMessageSize",
      "messageRetentionSeconds",
      "policy",
      "receiveWaitTimeSeconds",
      "redriveAllowPolicy",
      "redrivePolicy",
      "sqsManagedSseEnabled",
      "tags",
      "visibilityTimeoutSeconds",
    ],
    keeps: [
      "deduplicationScope",
      "fifoThroughputLimit",
      "kmsDataKeyReusePeriodSeconds",
      "policy",
      "redriveAllowPolicy",
      "redrivePolicy",
      "sqsManagedSseEnabled",
    ],
    autoname: { ...name(80), unless: "namePrefix", fifoSuffix: "fifoQueue" },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    source: "internal/service/sqs/queue_policy.go",
    replaces: ["queueUrl"],
    updates: ["policy"],
  },
  "aws:xray/encryptionConfig:EncryptionConfig": {
    source: "internal/service/xray/encryption_config.go",
    replaces: [],
    updates: ["keyId", "type"],
  },
};

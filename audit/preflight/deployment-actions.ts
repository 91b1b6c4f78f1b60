import type { Registration } from "../../stack-runner/run";

/** What the ARNs are built from. */
export interface Place {
  partition: string;
  account: string;
  /** The Region of resources that name none. */
  region: string;
}

/** What one type of resource needs. */
export interface Needs {
  actions: string[];
  /** The resource's ARN without partition; `*` where IAM knows none. */
  on: (registration: Registration, place: Place) => string;
}

/**
 * What the AWS provider calls to create, read, change and delete each type of resource, by the actions of the service
 * authorization reference. A type that is not here is an error, so that a list is never short of something.
 */
export const actionsByType: Record<string, Needs[]> = {
  "aws:s3/bucket:Bucket": [
    {
      actions: of(
        "s3",
        "CreateBucket",
        "DeleteBucket",
        "ListBucket",
        "GetBucketAcl",
        "GetBucketCORS",
        "GetBucketLogging",
        "GetBucketObjectLockConfiguration",
        "GetBucketPolicy",
        "GetBucketRequestPayment",
        "GetBucketTagging",
        "GetBucketVersioning",
        "GetBucketWebsite",
        "GetAccelerateConfiguration",
        "GetEncryptionConfiguration",
        "GetLifecycleConfiguration",
        "GetReplicationConfiguration",
      ),
      on: bucket,
    },
  ],
  "aws:s3/bucketVersioning:BucketVersioning": [
    {
      actions: of("s3", "GetBucketVersioning", "PutBucketVersioning"),
      on: bucket,
    },
  ],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    {
      actions: of("s3", "GetEncryptionConfiguration", "PutEncryptionConfiguration"),
      on: bucket,
    },
  ],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
    {
      actions: of("s3", "GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"),
      on: bucket,
    },
  ],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [
    {
      actions: of("s3", "GetBucketOwnershipControls", "PutBucketOwnershipControls"),
      on: bucket,
    },
  ],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
    {
      actions: of("s3", "GetLifecycleConfiguration", "PutLifecycleConfiguration"),
      on: bucket,
    },
  ],
  "aws:s3/bucketPolicy:BucketPolicy": [
    {
      actions: of("s3", "GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"),
      on: bucket,
    },
  ],
  "aws:iam/role:Role": [
    {
      actions: of(
        "iam",
        "CreateRole",
        "DeleteRole",
        "GetRole",
        "ListAttachedRolePolicies",
        "ListInstanceProfilesForRole",
        "ListRolePolicies",
        "PassRole",
        "UpdateAssumeRolePolicy",
      ),
      on: role,
    },
  ],
  "aws:iam/rolePolicy:RolePolicy": [
    {
      actions: of("iam", "DeleteRolePolicy", "GetRolePolicy", "PutRolePolicy"),
      on: role,
    },
  ],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [
    {
      actions: of("iam", "AttachRolePolicy", "DetachRolePolicy", "ListAttachedRolePolicies"),
      on: role,
    },
  ],
  "aws:cfg/recorder:Recorder": [
    {
      actions: of(
        "config",
        "DeleteConfigurationRecorder",
        "DescribeConfigurationRecorders",
        "PutConfigurationRecorder",
      ),
      on: anything,
    },
  ],
  "aws:cfg/deliveryChannel:DeliveryChannel": [
    {
      actions: of("config", "DeleteDeliveryChannel", "DescribeDeliveryChannels", "PutDeliveryChannel"),
      on: anything,
    },
  ],
  "aws:cfg/recorderStatus:RecorderStatus": [
    {
      actions: of(
        "config",
        "DescribeConfigurationRecorderStatus",
        "StartConfigurationRecorder",
        "StopConfigurationRecorder",
      ),
      on: anything,
    },
  ],
  "aws:cfg/retentionConfiguration:RetentionConfiguration": [
    {
      actions: of(
        "config",
        "DeleteRetentionConfiguration",
        "DescribeRetentionConfigurations",
        "PutRetentionConfiguration",
      ),
      on: anything,
    },
  ],
  "aws:cfg/rule:Rule": [
    {
      actions: of(
        "config",
        "DeleteConfigRule",
        "DescribeConfigRules",
        "ListTagsForResource",
        "PutConfigRule",
      ),
      on: regional("config", () => "config-rule/*"),
    },
  ],
  "aws:sns/topic:Topic": [
    {
      actions: of(
        "sns",
        "CreateTopic",
        "DeleteTopic",
        "GetTopicAttributes",
        "ListTagsForResource",
        "SetTopicAttributes",
      ),
      on: topic,
    },
  ],
  "aws:sns/topicPolicy:TopicPolicy": [
    {
      actions: of("sns", "GetTopicAttributes", "SetTopicAttributes"),
      on: topic,
    },
  ],
  "aws:sns/topicSubscription:TopicSubscription": [
    {
      actions: of("sns", "GetSubscriptionAttributes", "Subscribe", "Unsubscribe"),
      on: topic,
    },
  ],
  "aws:cloudwatch/eventRule:EventRule": [
    {
      actions: of("events", "DeleteRule", "DescribeRule", "ListTagsForResource", "PutRule"),
      on: regional("events", ({ name }) => `rule/${name}*`),
    },
  ],
  "aws:cloudwatch/eventTarget:EventTarget": [
    {
      actions: of("events", "ListTargetsByRule", "PutTargets", "RemoveTargets"),
      on: regional("events", ({ name }) => `rule/${name}*`),
    },
  ],
  "aws:cloudwatch/logGroup:LogGroup": [
    {
      actions: of(
        "logs",
        "CreateLogGroup",
        "DeleteLogGroup",
        "DeleteRetentionPolicy",
        "ListTagsForResource",
        "PutRetentionPolicy",
      ),
      on: regional("logs", ({ name, inputs }) => `log-group:${nameIn(inputs) ?? `${name}*`}`),
    },
    // Takes every group of a Region for its resource, whichever one it describes.
    { actions: of("logs", "DescribeLogGroups"), on: regional("logs", () => "log-group:*") },
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    {
      actions: of("cloudwatch", "DeleteAlarms", "DescribeAlarms", "ListTagsForResource", "PutMetricAlarm"),
      on: regional("cloudwatch", ({ name }) => `alarm:${name}*`),
    },
  ],
  "aws:lambda/function:Function": [
    {
      actions: of(
        "lambda",
        "CreateFunction",
        "DeleteFunction",
        "GetFunction",
        "GetFunctionCodeSigningConfig",
        "GetFunctionConfiguration",
        "ListVersionsByFunction",
        "UpdateFunctionCode",
        "UpdateFunctionConfiguration",
      ),
      on: lambda,
    },
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
    {
      actions: of(
        "lambda",
        "DeleteFunctionEventInvokeConfig",
        "GetFunctionEventInvokeConfig",
        "PutFunctionEventInvokeConfig",
      ),
      on: lambda,
    },
  ],
  "aws:lambda/permission:Permission": [
    {
      actions: of("lambda", "AddPermission", "GetPolicy", "RemovePermission"),
      on: lambda,
    },
  ],
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": [
    {
      actions: of("logs", "DeleteMetricFilter", "DescribeMetricFilters", "PutMetricFilter"),
      on: regional("logs", ({ inputs }) => `log-group:${nameIn(inputs, "logGroupName") ?? "*"}`),
    },
  ],
  "aws:cfg/remediationConfiguration:RemediationConfiguration": [
    {
      actions: of(
        "config",
        "DeleteRemediationConfiguration",
        "DescribeRemediationConfigurations",
        "PutRemediationConfigurations",
      ),
      on: regional("config", () => "remediation-configuration/*"),
    },
  ],
  "aws:xray/encryptionConfig:EncryptionConfig": [
    { actions: of("xray", "GetEncryptionConfig", "PutEncryptionConfig"), on: anything },
    // X-Ray asks whoever sets a key for a grant on it.
    { actions: of("kms", "CreateGrant", "DescribeKey"), on: regional("kms", () => "key/*") },
  ],
  "aws:cloudcontrol/resource:Resource": [
    {
      actions: of(
        "cloudformation",
        "CreateResource",
        "DeleteResource",
        "GetResource",
        "GetResourceRequestStatus",
        "UpdateResource",
      ),
      on: anything,
    },
    // Cloud Control acts with the caller's own rights.
    {
      actions: of(
        "config",
        "DeleteAggregationAuthorization",
        "DescribeAggregationAuthorizations",
        "PutAggregationAuthorization",
      ),
      on: aggregationAuthorization,
    },
  ],
  "awsx:cloudtrail:Trail": [
    {
      actions: of(
        "cloudtrail",
        "CreateTrail",
        "DeleteTrail",
        "DescribeTrails",
        "GetEventSelectors",
        "GetInsightSelectors",
        "GetTrailStatus",
        "ListTags",
        "StartLogging",
        "StopLogging",
        "UpdateTrail",
      ),
      on: regional("cloudtrail", ({ name }) => `trail/${name}*`),
    },
  ],
};

function bucket({ name, inputs }: Registration, { partition }: Place): string {
  return `arn:${partition}:s3:::${nameIn(inputs, "bucket") ?? `${name}*`}`;
}

function role({ name, inputs }: Registration, { partition, account }: Place): string {
  return `arn:${partition}:iam::${account}:role/${nameIn(inputs, "role") ?? `${name}*`}`;
}

function topic(registration: Registration, place: Place): string {
  return regional("sns", ({ name, inputs }) => {
    const arn = nameIn(inputs, "arn") ?? nameIn(inputs, "topic");
    return arn?.split(":").at(-1) ?? nameIn(inputs) ?? `${name}*`;
  })(registration, place);
}

function lambda(registration: Registration, place: Place): string {
  return regional(
    "lambda",
    ({ name, inputs }) =>
      `function:${nameIn(inputs, "functionName") ?? nameIn(inputs, "function") ?? nameIn(inputs) ?? `${name}*`}`,
  )(registration, place);
}

/** @throws Error where Cloud Control is to make something else */
function aggregationAuthorization(registration: Registration, place: Place): string {
  const { inputs, name } = registration;
  if (inputs["typeName"] !== "AWS::Config::AggregationAuthorization") {
    throw new Error(
      `What a deployment of ${name} by Cloud Control must be allowed is unknown: add it to permissions.`,
    );
  }
  return regional("config", () => "aggregation-authorization/*")(registration, place);
}

function anything(): string {
  return "*";
}

function regional(service: string, resource: (registration: Registration) => string): Needs["on"] {
  return (registration, place) => {
    const { partition, account } = place;
    return `arn:${partition}:${service}:${regionOf(registration, place)}:${account}:${resource(registration)}`;
  };
}

function regionOf({ inputs }: Registration, { region }: Place): string {
  return nameIn(inputs, "region") ?? region;
}

function nameIn(inputs: Record<string, unknown>, key = "name"): string | undefined {
  const value = inputs[key];
  return typeof value === "string" ? value : undefined;
}

/** The actions of one service. */
function of(service: string, ...names: string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}

import type { AccountRegion } from "../../rule/decision/key";
import type { Registration } from "../../stack-runner/run";
import { AuditError } from "../aws/aws-call";

/** Where a deployment goes. The Region is that of resources that name none. */
export type Location = AccountRegion & {
  partition: string;
  /** The path of all roles, from slash to slash; `/` by default. */
  rolePath?: string;
};

/** Actions that a type of resource needs. */
export interface Needs {
  actions: string[];
  /** What the actions are on; `*` where IAM knows no resource for them. */
  resourceArn: (registration: Registration, location: Location) => string;
  /** Whether a registration needs them; left out where each does. */
  isNeededBy?: (registration: Registration) => boolean;
}

const bucket = needs("s3", ({ name, inputs }, { partition }) => {
  return `arn:${partition}:s3:::${textIn(inputs, "bucket") ?? `${name}*`}`;
});
const role = needs("iam", ({ name, inputs }, { partition, accountId, rolePath = "/" }) => {
  return `arn:${partition}:iam::${accountId}:role${rolePath}${textIn(inputs, "role") ?? `${name}*`}`;
});
const topic = regional("sns", ({ name, inputs }) => {
  const arn = textIn(inputs, "arn") ?? textIn(inputs, "topic");
  return arn?.split(":").at(-1) ?? textIn(inputs) ?? `${name}*`;
});
const table = regional("dynamodb", ({ name, inputs }) => `table/${textIn(inputs) ?? `${name}*`}`);
const queue = regional("sqs", ({ name, inputs }) => {
  return textIn(inputs, "queueUrl")?.split("/").at(-1) ?? textIn(inputs) ?? `${name}*`;
});
const lambda = regional("lambda", ({ name, inputs }) => {
  const given = textIn(inputs, "functionName") ?? textIn(inputs, "function") ?? textIn(inputs);
  return `function:${given ?? `${name}*`}`;
});
const config = needs("config", () => "*");
const configRule = regional("config", () => "config-rule/*");
const remediation = regional("config", () => "remediation-configuration/*");
const eventRule = regional("events", ({ name }) => `rule/${name}*`);
const alarm = regional("cloudwatch", ({ name }) => `alarm:${name}*`);
const logGroup = regional("logs", ({ name, inputs }) => `log-group:${textIn(inputs) ?? `${name}*`}`);
const filteredGroup = regional("logs", ({ inputs }) => `log-group:${textIn(inputs, "logGroupName") ?? "*"}`);
const everyLogGroup = regional("logs", () => "log-group:*");
const encryption = needs("xray", () => "*");
const everyKey = regional("kms", () => "key/*");
const trail = regional("cloudtrail", ({ name }) => `trail/${name}*`);
const everyTrail = needs("cloudtrail", () => "*");
const cloudControl = needs("cloudformation", () => "*");
const aggregationAuthorization = regional("config", ({ name, inputs }) => {
  if (inputs["typeName"] === "AWS::Config::AggregationAuthorization") return "aggregation-authorization/*";
  throw unknownNeeds(`${name}, which is not an AWS::Config::AggregationAuthorization,`);
});

/**
 * What the AWS provider calls to create, read, change and delete each type of resource, by the actions of the Service
 * Authorization Reference. A type that is missing here is an error, so that no list of permissions is too short.
 */
export const actionsByType: Record<string, Needs[]> = {
  "aws:s3/bucket:Bucket": [
    bucket(`
      CreateBucket DeleteBucket GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLogging
      GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging
      GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration
      GetReplicationConfiguration ListBucket
    `),
  ],
  "aws:s3/bucketVersioning:BucketVersioning": [bucket("GetBucketVersioning PutBucketVersioning")],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    bucket("GetEncryptionConfiguration PutEncryptionConfiguration"),
    // The program looks up which key an alias points to.
    { ...everyKey("DescribeKey"), isNeededBy: ({ inputs }) => JSON.stringify(inputs).includes("aws:kms") },
  ],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
    bucket("GetBucketPublicAccessBlock PutBucketPublicAccessBlock"),
  ],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [
    bucket("GetBucketOwnershipControls PutBucketOwnershipControls"),
  ],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
    bucket("GetLifecycleConfiguration PutLifecycleConfiguration"),
  ],
  "aws:s3/bucketPolicy:BucketPolicy": [bucket("DeleteBucketPolicy GetBucketPolicy PutBucketPolicy")],
  "aws:iam/role:Role": [
    role(`
      CreateRole DeleteRole GetRole ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies
      PassRole UpdateAssumeRolePolicy UpdateRoleDescription
    `),
    {
      ...role("PutRolePermissionsBoundary"),
      isNeededBy: ({ inputs }) => inputs["permissionsBoundary"] !== undefined,
    },
  ],
  "aws:iam/rolePolicy:RolePolicy": [role("DeleteRolePolicy GetRolePolicy PutRolePolicy")],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [
    role("AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies"),
  ],
  "aws:cfg/recorder:Recorder": [
    config("DeleteConfigurationRecorder DescribeConfigurationRecorders PutConfigurationRecorder"),
  ],
  "aws:cfg/deliveryChannel:DeliveryChannel": [
    config("DeleteDeliveryChannel DescribeDeliveryChannels PutDeliveryChannel"),
  ],
  "aws:cfg/recorderStatus:RecorderStatus": [
    config("DescribeConfigurationRecorderStatus StartConfigurationRecorder StopConfigurationRecorder"),
  ],
  "aws:cfg/retentionConfiguration:RetentionConfiguration": [
    config("DeleteRetentionConfiguration DescribeRetentionConfigurations PutRetentionConfiguration"),
  ],
  "aws:cfg/rule:Rule": [
    configRule("DeleteConfigRule ListTagsForResource PutConfigRule"),
    config("DescribeConfigRules"),
  ],
  "aws:sns/topic:Topic": [
    topic("CreateTopic DeleteTopic GetTopicAttributes ListTagsForResource SetTopicAttributes"),
    // The program looks up which key an alias points to.
    { ...everyKey("DescribeKey"), isNeededBy: ({ inputs }) => inputs["kmsMasterKeyId"] !== undefined },
  ],
  "aws:sns/topicPolicy:TopicPolicy": [topic("GetTopicAttributes SetTopicAttributes")],
  "aws:sns/topicSubscription:TopicSubscription": [topic("GetSubscriptionAttributes Subscribe Unsubscribe")],
  "aws:sqs/queue:Queue": [
    queue("CreateQueue DeleteQueue GetQueueAttributes ListQueueTags SetQueueAttributes"),
  ],
  "aws:sqs/queuePolicy:QueuePolicy": [queue("GetQueueAttributes SetQueueAttributes")],
  "aws:dynamodb/table:Table": [
    table(`
      CreateTable DeleteTable DescribeContinuousBackups DescribeTable DescribeTimeToLive ListTagsOfResource UpdateTable
    `),
  ],
  "aws:cloudwatch/eventRule:EventRule": [eventRule("DeleteRule DescribeRule ListTagsForResource PutRule")],
  "aws:cloudwatch/eventTarget:EventTarget": [eventRule("ListTargetsByRule PutTargets RemoveTargets")],
  "aws:cloudwatch/logGroup:LogGroup": [
    logGroup("CreateLogGroup DeleteLogGroup DeleteRetentionPolicy ListTagsForResource PutRetentionPolicy"),
    // IAM checks this one on all log groups of a Region, whichever one is described.
    everyLogGroup("DescribeLogGroups"),
    ...[logGroup("AssociateKmsKey DisassociateKmsKey"), everyKey("DescribeKey")].map((needed) => ({
      ...needed,
      isNeededBy: ({ inputs }: Registration) => inputs["kmsKeyId"] !== undefined,
    })),
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    alarm("DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm"),
  ],
  "aws:lambda/function:Function": [
    lambda(`
      CreateFunction DeleteFunction GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration
      ListVersionsByFunction UpdateFunctionCode UpdateFunctionConfiguration
    `),
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
    lambda("DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig PutFunctionEventInvokeConfig"),
  ],
  "aws:lambda/permission:Permission": [lambda("AddPermission GetPolicy RemovePermission")],
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": [
    filteredGroup("DeleteMetricFilter DescribeMetricFilters PutMetricFilter"),
  ],
  "aws:cfg/remediationConfiguration:RemediationConfiguration": [
    remediation(`
      DeleteRemediationConfiguration DescribeRemediationConfigurations PutRemediationConfigurations
    `),
  ],
  "aws:xray/encryptionConfig:EncryptionConfig": [
    encryption("GetEncryptionConfig PutEncryptionConfig"),
    // X-Ray creates a grant on the key in the caller's name.
    everyKey("CreateGrant DescribeKey"),
  ],
  "aws:cloudcontrol/resource:Resource": [
    cloudControl("CreateResource DeleteResource GetResource GetResourceRequestStatus UpdateResource"),
    // Cloud Control calls AWS Config with the caller's own permissions.
    aggregationAuthorization("DeleteAggregationAuthorization PutAggregationAuthorization"),
    config("DescribeAggregationAuthorizations"),
  ],
  "aws:cloudtrail/trail:Trail": [
    trail(`
      CreateTrail DeleteTrail GetEventSelectors GetInsightSelectors GetTrailStatus ListTags StartLogging StopLogging
      UpdateTrail
    `),
    everyTrail("DescribeTrails"),
  ],
};

/** Makes the needs of a service's actions, named in one string, on a resource. */
function needs(service: string, resourceArn: Needs["resourceArn"]): (actions: string) => Needs {
  return (actions) => ({
    actions: actions
      .trim()
      .split(/\s+/)
      .map((action) => `${service}:${action}`),
    resourceArn,
  });
}

/** The same for a resource whose ARN has a Region and an account. */
function regional(service: string, resource: (registration: Registration) => string) {
  return needs(service, (registration, { partition, accountId, region: providerRegion }) => {
    const region = textIn(registration.inputs, "region") ?? providerRegion;
    return `arn:${partition}:${service}:${region}:${accountId}:${resource(registration)}`;
  });
}

/** An error for a resource whose needs nobody has written down. */
export function unknownNeeds(resource: string): AuditError {
  return new AuditError(
    "usage",
    `Which permissions a deployment of ${resource} needs is unknown: add its actions to audit/preflight/deployment-actions.ts.`,
  );
}

function textIn(inputs: Record<string, unknown>, key = "name"): string | undefined {
  const value = inputs[key];
  return typeof value === "string" ? value : undefined;
}

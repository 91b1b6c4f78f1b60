import * as assert from "node:assert/strict";
import { LocalCloud } from "../../local/deployment/deploy";
import { accountId, archive, deploy, openAccount, regionName, trust } from "./accounts";

type Resource = { type: string; name?: string; inputs: Record<string, unknown> };

const region = regionName;
const bucketArn = "arn:aws:s3:::history";
const topicArn = `arn:aws:sns:${region}:${accountId}:stream`;
const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const functionArn = `arn:aws:lambda:${region}:${accountId}:function:judge`;
const ofAccount = { StringEquals: { "aws:SourceAccount": accountId } };
const policy = (...Statement: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const fromConfig = (Action: string, Resource: string, Condition: object = ofAccount) => ({
  Effect: "Allow",
  Principal: { Service: "config.amazonaws.com" },
  Action,
  Resource,
  Condition,
});

/** The resources of a small stack that AWS would take, each of which a test may change or leave out. */
const stack = {
  bucket: { type: "aws:s3/bucket:Bucket", inputs: { region, bucket: "history" } },
  bucketPolicy: {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    inputs: {
      region,
      bucket: "history",
      policy: policy(
        fromConfig("s3:GetBucketAcl", bucketArn),
        fromConfig("s3:ListBucket", bucketArn),
        fromConfig("s3:PutObject", `${bucketArn}/AWSLogs/${accountId}/*`, {
          StringEquals: { "aws:SourceAccount": accountId, "s3:x-amz-acl": "bucket-owner-full-control" },
        }),
      ),
    },
  },
  topic: { type: "aws:sns/topic:Topic", inputs: { region, name: "stream" } },
  topicPolicy: {
    type: "aws:sns/topicPolicy:TopicPolicy",
    inputs: { region, arn: topicArn, policy: policy(fromConfig("sns:Publish", topicArn)) },
  },
  recorderRole: {
    type: "aws:iam/role:Role",
    inputs: { name: "recorder", assumeRolePolicy: JSON.stringify(trust("config.amazonaws.com")) },
  },
  recorder: {
    type: "aws:cfg/recorder:Recorder",
    inputs: {
      region,
      name: "recorder",
      roleArn: roleArn("recorder"),
      recordingGroup: {
        allSupported: false,
        resourceTypes: ["AWS::XRay::EncryptionConfig"],
        recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
      },
    },
  },
  channel: {
    type: "aws:cfg/deliveryChannel:DeliveryChannel",
    inputs: { region, name: "channel", s3BucketName: "history", snsTopicArn: topicArn },
  },
  status: {
    type: "aws:cfg/recorderStatus:RecorderStatus",
    inputs: { region, name: "recorder", isEnabled: true },
  },
  functionRole: {
    type: "aws:iam/role:Role",
    inputs: { name: "judge", assumeRolePolicy: JSON.stringify(trust("lambda.amazonaws.com")) },
  },
  function: {
    type: "aws:lambda/function:Function",
    inputs: {
      region,
      name: "judge",
      role: roleArn("judge"),
      runtime: "nodejs24.x",
      handler: "index.handler",
      code: archive("exports.handler = async () => {}"),
    },
  },
  permission: {
    type: "aws:lambda/permission:Permission",
    inputs: {
      region,
      function: "judge",
      action: "lambda:InvokeFunction",
      principal: "config.amazonaws.com",
      sourceAccount: accountId,
    },
  },
  rule: {
    type: "aws:cfg/rule:Rule",
    inputs: {
      region,
      name: "rule",
      scope: { complianceResourceTypes: ["AWS::XRay::EncryptionConfig"] },
      source: {
        owner: "CUSTOM_LAMBDA",
        sourceIdentifier: functionArn,
        sourceDetails: [
          { eventSource: "aws.config", messageType: "ConfigurationItemChangeNotification" },
          {
            eventSource: "aws.config",
            messageType: "ScheduledNotification",
            maximumExecutionFrequency: "One_Hour",
          },
        ],
      },
    },
  },
} satisfies Record<string, Resource>;

type Name = keyof typeof stack;

/** All of the stack but what is left out, with some inputs changed, in the order in which it stands above. */
function changed(changes: {
  without?: Name[];
  inputs?: Partial<Record<Name, Record<string, unknown>>>;
  then?: Resource[];
}): Resource[] {
  return [
    ...(Object.keys(stack) as Name[])
      .filter((name) => changes.without?.includes(name) !== true)
      .map((name): Resource => ({
        ...stack[name],
        inputs: { ...stack[name].inputs, ...changes.inputs?.[name] },
      })),
    ...(changes.then ?? []),
  ];
}

const source = (...sourceDetails: object[]) => ({
  owner: "CUSTOM_LAMBDA",
  sourceIdentifier: functionArn,
  sourceDetails,
});
const onSchedule = { messageType: "ScheduledNotification" };
const onChange = { messageType: "ConfigurationItemChangeNotification" };

describe("what the local account takes from a program, and what it refuses as AWS does", () => {
  it("takes a stack that is in order", async () => {
    const states = await deploy(await openAccount(), ...changed({}));
    const rule = states.at(-1);
    assert.match(
      String(rule?.["arn"]),
      /^arn:aws:config:eu-west-1:123456789012:config-rule\/config-rule-[0-9a-f]{6}$/,
    );
  });

  const refusals: { says: string; resources: Resource[]; error: RegExp }[] = [
    {
      says: "a status before the channel",
      resources: changed({ without: ["channel"] }),
      error: /RecorderStatus 'guard': NoAvailableDeliveryChannelException/,
    },
    {
      says: "a channel before the recorder",
      resources: changed({ without: ["recorder"] }),
      error: /NoAvailableConfigurationRecorderException/,
    },
    {
      says: "a channel before the bucket's policy",
      resources: changed({ without: ["bucketPolicy"] }),
      error: /InsufficientDeliveryPolicyException.*s3:GetBucketAcl/,
    },
    {
      says: "a channel before the topic's policy",
      resources: changed({ without: ["topicPolicy"] }),
      error: /InsufficientDeliveryPolicyException.*sns:Publish/,
    },
    {
      says: "a channel whose bucket's policy wants another ACL",
      resources: changed({
        inputs: {
          bucketPolicy: {
            policy: policy(
              fromConfig("s3:GetBucketAcl", bucketArn),
              fromConfig("s3:ListBucket", bucketArn),
              fromConfig("s3:PutObject", `${bucketArn}/*`, { StringEquals: { "s3:x-amz-acl": "private" } }),
            ),
          },
        },
      }),
      error: /InsufficientDeliveryPolicyException.*s3:PutObject.*condition on s3:x-amz-acl/,
    },
    {
      says: "a channel whose bucket's policy is bound to another account",
      resources: changed({
        inputs: {
          bucketPolicy: {
            policy: policy(
              fromConfig("s3:*", "*", { StringEquals: { "aws:SourceAccount": "210987654321" } }),
            ),
          },
        },
      }),
      error: /InsufficientDeliveryPolicyException.*condition on aws:SourceAccount/,
    },
    {
      says: "a second recorder",
      resources: changed({
        then: [{ ...stack.recorder, inputs: { ...stack.recorder.inputs, name: "other" } }],
      }),
      error: /MaxNumberOfConfigurationRecordersExceededException/,
    },
    {
      says: "a list of types without a strategy",
      resources: changed({
        inputs: { recorder: { recordingGroup: { allSupported: false, resourceTypes: ["AWS::S3::Bucket"] } } },
      }),
      error: /InvalidRecordingGroupException.*INCLUSION_BY_RESOURCE_TYPES/,
    },
    {
      says: "a rule before the permission",
      resources: changed({ without: ["permission"] }),
      error: /The AWS Lambda function .*:function:judge cannot be invoked/,
    },
    {
      says: "a rule whose permission is bound to another account",
      resources: changed({ inputs: { permission: { sourceAccount: "210987654321" } } }),
      error: /cannot be invoked.*condition on AWS:SourceAccount/i,
    },
    {
      says: "a rule without a recorder",
      resources: changed({ without: ["recorder", "channel", "status"] }),
      error: /Rule 'guard': NoAvailableConfigurationRecorderException/,
    },
    {
      says: "a scope on a rule that only runs on schedule",
      resources: changed({ inputs: { rule: { source: source(onSchedule) } } }),
      error: /InvalidParameterValueException.*scope/,
    },
    {
      says: "a frequency on a change trigger",
      resources: changed({
        inputs: { rule: { source: source({ ...onChange, maximumExecutionFrequency: "One_Hour" }) } },
      }),
      error: /InvalidParameterValueException.*maximumExecutionFrequency/,
    },
    {
      says: "a custom rule's frequency outside its source details",
      resources: changed({ inputs: { rule: { maximumExecutionFrequency: "One_Hour" } } }),
      error: /InvalidParameterValueException.*source details/,
    },
    {
      says: "a frequency that AWS Config does not know",
      resources: changed({
        inputs: {
          rule: {
            source: source({ ...onSchedule, maximumExecutionFrequency: "Two_Hours" }),
            scope: undefined,
          },
        },
      }),
      error: /InvalidParameterValueException.*Two_Hours/,
    },
    {
      says: "a message type that AWS Config does not know",
      resources: changed({ inputs: { rule: { source: source({ messageType: "Changed" }) } } }),
      error: /InvalidParameterValueException.*Changed/,
    },
    {
      says: "a rule without source details",
      resources: changed({ inputs: { rule: { source: source() } } }),
      error: /InvalidParameterValueException.*source details/,
    },
    {
      says: "parameters of more than 1024 characters",
      resources: changed({
        inputs: { rule: { inputParameters: JSON.stringify({ desiredKey: "x".repeat(1024) }) } },
      }),
      error: /InvalidParameterValueException.*at most 1024 characters/,
    },
    {
      says: "parameters that are no JSON object",
      resources: changed({ inputs: { rule: { inputParameters: "desiredKey" } } }),
      error: /InvalidParameterValueException.*JSON object/,
    },
    {
      says: "a function whose role does not trust Lambda",
      resources: changed({
        inputs: { functionRole: { assumeRolePolicy: JSON.stringify(trust("ec2.amazonaws.com")) } },
      }),
      error: /cannot be assumed by Lambda/,
    },
    {
      says: "a bucket's name that S3 does not take",
      resources: changed({ inputs: { bucket: { bucket: "History" } } }),
      error: /'History' is not valid/,
    },
    {
      says: "a policy of AWS that it does not know",
      resources: changed({
        then: [
          {
            type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            inputs: { role: "judge", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
          },
        ],
      }),
      error: /NoSuchEntity/,
    },
    {
      says: "retention outside what AWS Config takes",
      resources: [
        {
          type: "aws:cfg/retentionConfiguration:RetentionConfiguration",
          inputs: { region, retentionPeriodInDays: 29 },
        },
      ],
      error: /30 to 2557/,
    },
    {
      says: "an input that it would have to disregard",
      resources: changed({
        inputs: { function: { layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:x:1"] } },
      }),
      error: /does not simulate layers/,
    },
    {
      says: "an input of another type",
      resources: changed({ inputs: { function: { timeout: "60" } } }),
      error: /Function guard: timeout must be a number, but is "60"/,
    },
    {
      says: "a resource type that it does not know",
      resources: [{ type: "aws:ec2/instance:Instance", inputs: {} }],
      error: /does not support the resource type aws:ec2\/instance:Instance \(of 'guard'\)/,
    },
  ];
  for (const { says, resources, error } of refusals) {
    it(`refuses ${says}`, async () => {
      await assert.rejects(deploy(await openAccount(), ...resources), error);
    });
  }

  it("gives names, IDs and ARNs as the provider does, the same in every run", async () => {
    const topic = { type: "aws:sns/topic:Topic", name: "people", inputs: { region } };
    const [first] = await deploy(await openAccount(), topic);
    const [second] = await deploy(await openAccount(), topic);
    assert.deepEqual(first, second);
    assert.match(String(first?.["name"]), /^people-[0-9a-f]{7}$/);
    assert.equal(first?.["arn"], `arn:aws:sns:${region}:${accountId}:${String(first?.["name"])}`);
  });

  it("builds ARNs for the partition of the account's Region", async () => {
    const [topic] = await deploy(await openAccount({ defaultRegion: "cn-north-1" }), {
      type: "aws:sns/topic:Topic",
      inputs: { name: "people" },
    });
    assert.equal(topic?.["arn"], `arn:aws-cn:sns:cn-north-1:${accountId}:people`);
  });

  it("answers who the account is, and refuses functions that it does not know", async () => {
    const cloud = new LocalCloud(await openAccount());
    const identity = await cloud.invoke({
      token: "aws:index/getCallerIdentity:getCallerIdentity",
      inputs: {},
    });
    const partition = await cloud.invoke({ token: "aws:index/getPartition:getPartition", inputs: {} });
    assert.equal(identity["accountId"], accountId);
    assert.deepEqual([partition["partition"], partition["dnsSuffix"]], ["aws", "amazonaws.com"]);
    await assert.rejects(
      cloud.invoke({ token: "aws:kms/getSecret:getSecret", inputs: {} }),
      /aws:kms\/getSecret:getSecret/,
    );
  });
});

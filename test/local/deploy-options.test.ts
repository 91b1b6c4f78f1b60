import * as assert from "node:assert/strict";
import { LocalCloud } from "../../local/deployment/deploy";
import { deploy, openAccount, openRegion, regionName } from "./accounts";

const region = regionName;

describe("what the options of a stack declare", () => {
  it("X-Ray's encryption is set when the resource is created, which ends when it is ACTIVE", async () => {
    const { account, kms, xray } = await openRegion();
    const { arn } = kms.createKey({ id: "desired" });
    const inputs = { region, type: "KMS", keyId: arn };
    await deploy(account, { type: "aws:xray/encryptionConfig:EncryptionConfig", inputs });
    const { EncryptionConfig } = await xray.getEncryptionConfig(account.administrator);
    assert.deepEqual(EncryptionConfig, { Type: "KMS", KeyId: arn, Status: "ACTIVE" });
  });

  it("a key is looked up in its own Region, and one that is not there is an error", async () => {
    const account = await openAccount();
    const { kms } = await account.region("us-east-1");
    const { arn } = kms.createKey({ id: "traces" });
    kms.createAlias("alias/traces", arn);
    const cloud = new LocalCloud(account);
    const get = (where: string) =>
      cloud.invoke({ token: "aws:kms/getKey:getKey", inputs: { keyId: "alias/traces", region: where } });
    assert.equal((await get("us-east-1"))["arn"], arn);
    await assert.rejects(get("eu-west-1"), /Alias .*alias\/traces is not found/);
  });

  it("an aggregator's authorization belongs to the Region that it is made in", async () => {
    const account = await openAccount();
    const desiredState = JSON.stringify({
      AuthorizedAccountId: "210987654321",
      AuthorizedAwsRegion: "us-east-1",
    });
    const inputs = { region, typeName: "AWS::Config::AggregationAuthorization", desiredState };
    await deploy(account, { type: "aws:cloudcontrol/resource:Resource", inputs });
    const { config } = await account.region(region);
    assert.deepEqual([...config.aggregators], ["210987654321/us-east-1"]);
  });

  it("endpoints and queues are subscribed; only a queue need not confirm", async () => {
    const { account, sns } = await openRegion();
    const topic = sns.createTopic("people").arn;
    const states = await deploy(
      account,
      ...[
        { protocol: "https", endpoint: "https://alerts.example.com/aws" },
        { protocol: "sqs", endpoint: "arn:aws:sqs:eu-west-1:123456789012:alerts" },
      ].map((inputs) => ({
        type: "aws:sns/topicSubscription:TopicSubscription",
        name: inputs.protocol,
        inputs: { region, topic, ...inputs },
      })),
    );
    assert.deepEqual(
      states.map((state) => state["pendingConfirmation"]),
      [true, false],
    );
  });

  const configuration = {
    region,
    configRuleName: "rule",
    resourceType: "AWS::XRay::EncryptionConfig",
    targetType: "SSM_DOCUMENT",
    targetId: "AWSConfigRemediation-UpdateXRayKMSKey",
    parameters: [
      { name: "KeyId", staticValue: "alias/traces" },
      { name: "AutomationAssumeRole", staticValue: "arn:aws:iam::123456789012:role/r" },
    ],
  };
  const remediation = "aws:cfg/remediationConfiguration:RemediationConfiguration";
  const transformation = { namespace: "n", name: "m", value: "1" };
  const filter = {
    region,
    logGroupName: "group",
    pattern: '{ $.a = "b" }',
    metricTransformation: transformation,
  };
  const refusals: { says: string; type: string; inputs: Record<string, unknown>; message: RegExp }[] = [
    {
      says: "an encryption by alias, which the provider would see as drift",
      type: "aws:xray/encryptionConfig:EncryptionConfig",
      inputs: { region, type: "KMS", keyId: "alias/traces" },
      message: /keyId must be an ARN/,
    },
    {
      says: "an encryption of no known type",
      type: "aws:xray/encryptionConfig:EncryptionConfig",
      inputs: { region, type: "kms" },
      message: /type must be KMS or NONE/,
    },
    {
      says: "another type by Cloud Control",
      type: "aws:cloudcontrol/resource:Resource",
      inputs: { region, typeName: "AWS::S3::Bucket", desiredState: "{}" },
      message: /not AWS::S3::Bucket/,
    },
    {
      says: "an authorization of half an account",
      type: "aws:cloudcontrol/resource:Resource",
      inputs: {
        region,
        typeName: "AWS::Config::AggregationAuthorization",
        desiredState: JSON.stringify({ AuthorizedAccountId: "2109", AuthorizedAwsRegion: "us-east-1" }),
      },
      message: /twelve digits/,
    },
    {
      says: "another runbook",
      type: remediation,
      inputs: { ...configuration, targetId: "AWS-StopEC2Instance" },
      message: /runs the runbook AWSConfigRemediation-UpdateXRayKMSKey, not AWS-StopEC2Instance/,
    },
    {
      says: "a runbook without its role",
      type: remediation,
      inputs: { ...configuration, parameters: configuration.parameters.slice(0, 1) },
      message: /needs the parameter AutomationAssumeRole/,
    },
    {
      says: "a remediation for a rule that does not exist",
      type: remediation,
      inputs: configuration,
      message: /NoSuchConfigRuleException/,
    },
    {
      says: "a metric filter on nothing",
      type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
      inputs: filter,
      message: /ResourceNotFoundException/,
    },
    {
      says: "a metric filter that counts what a line says",
      type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
      inputs: { ...filter, metricTransformation: { ...transformation, value: "$.size" } },
      message: /supports numbers as a metric filter's value, not \$\.size/,
    },
  ];
  for (const { says, type, inputs, message } of refusals) {
    it(`refuses ${says}`, async () => {
      await assert.rejects(deploy(await openAccount(), { type, inputs }), message);
    });
  }
});

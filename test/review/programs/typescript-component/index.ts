import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface BaselineArgs {
  account: pulumi.Input<string>;
  keyArn: pulumi.Input<string>;
}

/** A platform team's baseline: a component with a provider of its own, and policies as objects. It breaks nothing. */
class Baseline extends pulumi.ComponentResource {
  constructor(name: string, { account, keyArn }: BaselineArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:index:Baseline", name, {}, options);
    const inside = { parent: this };
    const bucket = new aws.s3.Bucket(`${name}-history`, { bucketPrefix: "config-" }, inside);
    const of = { bucket: bucket.id };
    const closed = { blockPublicAcls: true, blockPublicPolicy: true };
    new aws.s3.BucketPublicAccessBlock(
      `${name}-history`,
      { ...of, ...closed, ignorePublicAcls: true, restrictPublicBuckets: true },
      inside,
    );
    new aws.s3.BucketVersioning(
      `${name}-history`,
      { ...of, versioningConfiguration: { status: "Enabled" } },
      inside,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-history`,
      { ...of, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      inside,
    );
    new aws.s3.BucketOwnershipControls(
      `${name}-history`,
      { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
      inside,
    );
    const sourceAccount = { StringEquals: { "aws:SourceAccount": account } };
    new aws.s3.BucketPolicy(
      `${name}-history`,
      {
        ...of,
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "config.amazonaws.com" },
              Action: ["s3:GetBucketAcl", "s3:ListBucket"],
              Resource: bucket.arn,
              Condition: sourceAccount,
            },
            {
              Effect: "Allow",
              Principal: { Service: "config.amazonaws.com" },
              Action: "s3:PutObject",
              Resource: pulumi.interpolate`${bucket.arn}/AWSLogs/${account}/Config/*`,
              Condition: sourceAccount,
            },
            {
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
              Condition: { Bool: { "aws:SecureTransport": false } },
            },
          ],
        },
      },
      inside,
    );
    const topic = new aws.sns.Topic(`${name}-stream`, {}, inside);
    new aws.sns.TopicPolicy(
      `${name}-stream`,
      {
        arn: topic.arn,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { Service: ["config.amazonaws.com", "cloudwatch.amazonaws.com"] },
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { StringEqualsIgnoreCase: { "AWS:SourceAccount": [account] } },
          },
        }),
      },
      inside,
    );
    const role = new aws.iam.Role(
      `${name}-recorder`,
      {
        assumeRolePolicy: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "config.amazonaws.com" },
              Action: "sts:AssumeRole",
              Condition: sourceAccount,
            },
          ],
        },
      },
      inside,
    );
    new aws.iam.RolePolicy(
      `${name}-recorder`,
      {
        role: role.id,
        policy: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "xray:GetEncryptionConfig", Resource: "*" },
            { Effect: "Allow", Action: "sns:Publish", Resource: topic.arn },
          ],
        },
      },
      inside,
    );
    const recorder = new aws.cfg.Recorder(
      `${name}-recorder`,
      {
        roleArn: role.arn,
        recordingGroup: {
          allSupported: false,
          exclusionByResourceTypes: [{ resourceTypes: ["AWS::EC2::NetworkInterface"] }],
          recordingStrategies: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }],
        },
      },
      inside,
    );
    const channel = new aws.cfg.DeliveryChannel(
      `${name}-channel`,
      { s3BucketName: bucket.bucket, snsTopicArn: topic.arn },
      { parent: this, dependsOn: recorder },
    );
    new aws.cfg.RecorderStatus(
      `${name}-recorder`,
      { name: recorder.name, isEnabled: true },
      { parent: this, dependsOn: channel },
    );
    new aws.xray.EncryptionConfig(`${name}-traces`, { type: "KMS", keyId: keyArn }, inside);
    this.registerOutputs();
  }
}

const provider = new aws.Provider("ireland", { region: "eu-west-1" });
const account = aws.getCallerIdentityOutput({}, { provider }).accountId;
const keyArn = aws.kms.getKeyOutput({ keyId: "alias/xray-traces" }, { provider }).arn;
new Baseline("baseline", { account, keyArn }, { providers: [provider] });

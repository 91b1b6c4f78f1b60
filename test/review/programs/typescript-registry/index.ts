import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Pieced together from the examples in the AWS provider's own pages, as many programs are. */
const trustConfig = aws.iam.getPolicyDocument({
  statements: [
    {
      effect: "Allow",
      principals: [{ type: "Service", identifiers: ["config.amazonaws.com"] }],
      actions: ["sts:AssumeRole"],
    },
  ],
});

const bucket = new aws.s3.Bucket("awsconfig", {
  bucket: "awsconfig-example",
  forceDestroy: true,
  versioning: { enabled: true },
  serverSideEncryptionConfiguration: {
    rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
  },
});
const role = new aws.iam.Role("awsconfig", {
  name: "awsconfig-example",
  assumeRolePolicy: trustConfig.then(({ json }) => json),
});
new aws.iam.RolePolicyAttachment("awsconfig", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole",
});
const delivery = aws.iam.getPolicyDocument({
  statements: [
    {
      effect: "Allow",
      actions: ["s3:*"],
      resources: ["arn:aws:s3:::awsconfig-example", "arn:aws:s3:::awsconfig-example/*"],
    },
  ],
});
new aws.iam.RolePolicy("delivery", { role: role.id, policy: delivery.then(({ json }) => json) });

const recorder = new aws.cfg.Recorder("recorder", { name: "example", roleArn: role.arn });
const channel = new aws.cfg.DeliveryChannel(
  "channel",
  { name: "example", s3BucketName: bucket.bucket },
  { dependsOn: [recorder] },
);
new aws.cfg.RecorderStatus("recorder", { name: recorder.name, isEnabled: true }, { dependsOn: [channel] });

const trustLambda = aws.iam.getPolicyDocumentOutput({
  statements: [
    { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }] },
  ],
});
const evaluatorRole = new aws.iam.Role("evaluator", {
  assumeRolePolicy: trustLambda.json,
  managedPolicyArns: [
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "arn:aws:iam::aws:policy/AWSXrayFullAccess",
  ],
});
const evaluator = new aws.lambda.Function("evaluator", {
  name: "evaluator",
  role: evaluatorRole.arn,
  runtime: "python3.12",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({
    "index.py": new pulumi.asset.StringAsset("def handler(e, c): pass\n"),
  }),
});
const permission = new aws.lambda.Permission("config", {
  action: "lambda:InvokeFunction",
  function: evaluator.arn,
  principal: "config.amazonaws.com",
});
new aws.cfg.Rule(
  "custom",
  { source: { owner: "CUSTOM_LAMBDA", sourceIdentifier: evaluator.arn } },
  { dependsOn: [recorder, permission] },
);
new aws.cfg.Rule(
  "managed",
  {
    source: { owner: "AWS", sourceIdentifier: "ACCESS_KEYS_ROTATED" },
    inputParameters: JSON.stringify({ maxAccessKeyAge: "90" }),
    maximumExecutionFrequency: "TwentyFour_Hours",
  },
  { dependsOn: [recorder] },
);

const topic = new aws.sns.Topic("topic", { name: "topic" });
const topicDocument = topic.arn.apply((arn) =>
  aws.iam.getPolicyDocument({
    policyId: "__default_policy_ID",
    statements: [
      {
        sid: "__default_statement_ID",
        actions: ["SNS:Publish", "SNS:Subscribe"],
        principals: [{ type: "AWS", identifiers: ["*"] }],
        resources: [arn],
        conditions: [{ test: "StringEquals", variable: "AWS:SourceOwner", values: ["123456789012"] }],
      },
    ],
  }),
);
new aws.sns.TopicPolicy("topic", { arn: topic.arn, policy: topicDocument.json });

new aws.xray.EncryptionConfig("example", { type: "NONE" });

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const evaluator = new aws.lambda.Function("evaluator", {
  name: "evaluator",
  role: "arn:aws:iam::123456789012:role/evaluator",
  runtime: "nodejs24.x",
  handler: "index.handler",
  code: new pulumi.asset.FileArchive("./evaluator"),
});
new aws.cfg.Rule("encryption", {
  scope: { complianceResourceTypes: ["AWS::XRay::EncryptionConfig"] },
  source: {
    owner: "CUSTOM_LAMBDA",
    sourceIdentifier: evaluator.arn,
    sourceDetails: [{ messageType: "ConfigurationItemChangeNotification" }],
  },
});
new aws.cloudwatch.LogGroup("evaluator", { name: "/aws/lambda/evaluator", retentionInDays: 90 });
new aws.lambda.FunctionEventInvokeConfig("evaluator", {
  functionName: evaluator.name,
  destinationConfig: { onFailure: { destination: "arn:aws:sqs:eu-west-1:123456789012:undelivered" } },
});
new aws.cloudwatch.MetricAlarm("evaluator-failing", {
  namespace: "AWS/Lambda",
  metricName: "Errors",
  dimensions: { FunctionName: evaluator.name },
  statistic: "Sum",
  period: 300,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  alarmActions: ["arn:aws:sns:eu-west-1:123456789012:alerts"],
});

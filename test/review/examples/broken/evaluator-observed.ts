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

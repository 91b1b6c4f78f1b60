import * as aws from "@pulumi/aws";

new aws.cfg.Rule("encryption", {
  scope: { complianceResourceTypes: ["AWS::XRay::EncryptionConfig"] },
  source: {
    owner: "CUSTOM_LAMBDA",
    sourceIdentifier: "arn:aws:lambda:eu-west-1:123456789012:function:evaluator",
    sourceDetails: [
      { messageType: "ConfigurationItemChangeNotification" },
      { messageType: "OversizedConfigurationItemChangeNotification" },
    ],
  },
});

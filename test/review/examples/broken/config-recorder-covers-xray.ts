import * as aws from "@pulumi/aws";

const recorder = new aws.cfg.Recorder("recorder", {
  roleArn: "arn:aws:iam::123456789012:role/recorder",
  recordingGroup: {
    allSupported: false,
    resourceTypes: ["AWS::EC2::Instance", "AWS::Config::ResourceCompliance"],
    recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
  },
});
const channel = new aws.cfg.DeliveryChannel("channel", {
  s3BucketName: "company-history",
  snsTopicArn: "arn:aws:sns:eu-west-1:123456789012:stream",
});
new aws.cfg.RecorderStatus("recorder", { name: recorder.name, isEnabled: true }, { dependsOn: channel });

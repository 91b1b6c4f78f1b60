import * as aws from "@pulumi/aws";

const topic = new aws.sns.Topic("stream");
new aws.sns.TopicPolicy("stream", {
  arn: topic.arn,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        principals: [{ type: "Service", identifiers: ["config.amazonaws.com"] }],
        actions: ["sns:Publish"],
        resources: [topic.arn],
      },
    ],
  }).json,
});

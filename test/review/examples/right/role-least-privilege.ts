import * as aws from "@pulumi/aws";

new aws.iam.RolePolicy("evaluator", {
  role: "evaluator",
  policy: {
    Version: "2012-10-17",
    Statement: [
      // IAM cannot scope this action to a resource.
      { Effect: "Allow", Action: "xray:GetEncryptionConfig", Resource: "*" },
      {
        Effect: "Allow",
        Action: "kms:DescribeKey",
        Resource: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      },
    ],
  },
});

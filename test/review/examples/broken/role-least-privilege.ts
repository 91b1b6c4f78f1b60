import * as aws from "@pulumi/aws";

new aws.iam.RolePolicy("evaluator", {
  role: "evaluator",
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["xray:*", "kms:DescribeKey"], Resource: "*" }],
  },
});

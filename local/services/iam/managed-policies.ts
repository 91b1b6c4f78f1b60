/** A policy document with the statements that matter here, as AWS publishes it. */
interface ManagedPolicy {
  Version: "2012-10-17";
  Statement: { Sid?: string; Effect: "Allow"; Action: string[]; Resource: string | string[] }[];
}

/**
 * The AWS managed policies that this account has, by the part of their ARN after `policy/`.
 *
 * Source: "AWS Managed Policy Reference Guide". `AWS_ConfigRole` is reduced to the services of this account. It does not
 * have `xray:GetEncryptionConfig`, according to its published history.
 */
export const managedPolicies: Record<string, ManagedPolicy> = {
  "service-role/AWS_ConfigRole": {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AWSConfigRoleStatementID",
        Effect: "Allow",
        Action: [
          "cloudwatch:DescribeAlarms",
          "config:BatchGet*",
          "config:Describe*",
          "config:Get*",
          "config:List*",
          "config:Put*",
          "config:Select*",
          "iam:GetRole",
          "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies",
          "iam:ListRolePolicies",
          "kms:DescribeKey",
          "kms:GetKeyPolicy",
          "kms:GetKeyRotationStatus",
          "kms:ListAliases",
          "kms:ListKeys",
          "lambda:GetFunction",
          "lambda:GetPolicy",
          "lambda:ListFunctions",
          "logs:DescribeLogGroups",
          "s3:GetBucketAcl",
          "s3:GetBucketPolicy",
          "s3:GetEncryptionConfiguration",
          "s3:ListBucket",
          "sns:GetTopicAttributes",
          "sns:ListSubscriptions",
          "sns:ListTopics",
        ],
        Resource: "*",
      },
    ],
  },
  "service-role/AWSConfigRoleForOrganizations": {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: [
          "organizations:ListAccounts",
          "organizations:DescribeOrganization",
          "organizations:ListAWSServiceAccessForOrganization",
          "organizations:ListDelegatedAdministrators",
        ],
        Resource: "*",
      },
    ],
  },
  "service-role/AWSLambdaBasicExecutionRole": {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "*",
      },
    ],
  },
};

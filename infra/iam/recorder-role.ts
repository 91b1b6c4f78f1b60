import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../aws-account";
import type { HistoryPlace } from "../storage/history-destination";
import { allow, interpolate, type Statement } from "./policy-document";
import type { RoleNeeds } from "./service-role";

/**
 * The role as which AWS Config reads X-Ray's setting and delivers what it recorded.
 *
 * @param bucket undefined where nothing is delivered
 */
export function recorderRole(account: AwsAccount, bucket: HistoryPlace | undefined): RoleNeeds {
  return {
    service: "config.amazonaws.com",
    // Names are fixed where AWS Config has room for one recorder, so this alone tells whose that is.
    description: `Used by AWS Config to record X-Ray's encryption setting, for stack ${pulumi.getStack()} of project ${pulumi.getProject()}.`,
    conditions: { StringEquals: { "aws:SourceAccount": account.accountId } },
    managedPolicy: interpolate`arn:${account.partition}:iam::aws:policy/service-role/AWS_ConfigRole`,
    statements: [
      // AWS's own policy for recorders leaves this read out. Without it the type may never be recorded.
      allow("ReadTheSettingToRecord", "xray:GetEncryptionConfig", "*"),
      ...(bucket === undefined ? [] : deliverTo(bucket)),
    ],
  };
}

function deliverTo({ objectsArn, bucketArn, keyArn }: HistoryPlace): Statement[] {
  return [
    allow("DeliverHistory", "s3:PutObject", objectsArn, {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
    }),
    // A statement of its own, because under the ACL condition above it would never match.
    allow("ReadTheAclBeforeDelivering", "s3:GetBucketAcl", bucketArn),
    // AWS Config delivers as this role, and S3 encrypts with the key as whoever delivers.
    ...(keyArn === undefined
      ? []
      : [allow("EncryptHistory", ["kms:GenerateDataKey", "kms:Decrypt"], keyArn)]),
  ];
}

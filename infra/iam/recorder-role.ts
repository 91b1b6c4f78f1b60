import type { AwsAccount } from "../aws-account";
import type { HistoryPlace } from "../storage/history-destination";
import { allow, interpolate } from "./policy-document";
import type { RoleNeeds } from "./service-role";

/** The role as which AWS Config reads X-Ray's setting and delivers what it recorded. */
export function recorderRole(account: AwsAccount, bucket: HistoryPlace): RoleNeeds {
  return {
    service: "config.amazonaws.com",
    description: "Used by AWS Config to record X-Ray's encryption setting.",
    conditions: { StringEquals: { "aws:SourceAccount": account.accountId } },
    managedPolicy: interpolate`arn:${account.partition}:iam::aws:policy/service-role/AWS_ConfigRole`,
    statements: [
      // AWS's own policy for recorders leaves this read out. Without it the type may never be recorded.
      allow("ReadTheSettingToRecord", "xray:GetEncryptionConfig", "*"),
      allow("DeliverHistory", "s3:PutObject", bucket.objectsArn, {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
      }),
      // A statement of its own, because under the ACL condition above it would never match.
      allow("ReadTheAclBeforeDelivering", "s3:GetBucketAcl", bucket.bucketArn),
      // AWS Config delivers as this role, and S3 encrypts with the key as whoever delivers.
      ...(bucket.keyArn === undefined
        ? []
        : [allow("EncryptHistory", ["kms:GenerateDataKey", "kms:Decrypt"], bucket.keyArn)]),
    ],
  };
}

import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { HistoryBucket } from "../storage/history-bucket";
import type { AwsAccount } from "../aws-account";
import { policyDocument, trustPolicy } from "./policy-document";

export interface RecorderRoleArgs {
  account: AwsAccount;
  bucket: HistoryBucket;
}

/** The role as which AWS Config reads X-Ray's setting and delivers what it recorded: one for all Regions. */
export class RecorderRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;
  /** What a recorder needs before it starts: a role that may read and deliver. */
  readonly permissions: pulumi.Resource[];

  constructor(name: string, args: RecorderRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:RecorderRole", name, {}, opts);
    const parent = { parent: this };

    this.role = new aws.iam.Role(
      name,
      {
        description: "AWS Config records X-Ray's encryption setting as this role.",
        assumeRolePolicy: trustPolicy("config.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": args.account.accountId },
        }),
      },
      parent,
    );
    this.permissions = [
      new aws.iam.RolePolicyAttachment(
        name,
        {
          role: this.role.name,
          policyArn: pulumi.interpolate`arn:${args.account.partition}:iam::aws:policy/service-role/AWS_ConfigRole`,
        },
        parent,
      ),
      new aws.iam.RolePolicy(
        name,
        {
          role: this.role.name,
          policy: policyDocument(
            {
              // AWS's own policy for recorders leaves this read out; without it the type may never be recorded.
              Sid: "ReadTheSettingToRecord",
              Effect: "Allow",
              Action: "xray:GetEncryptionConfig",
              Resource: "*",
            },
            {
              Sid: "DeliverHistory",
              Effect: "Allow",
              Action: "s3:PutObject",
              Resource: args.bucket.objectsArn,
              Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
            },
            {
              // A statement of its own: under the ACL condition above it would never match.
              Sid: "ReadTheAclBeforeDelivering",
              Effect: "Allow",
              Action: "s3:GetBucketAcl",
              Resource: args.bucket.bucketArn,
            },
          ),
        },
        parent,
      ),
    ];
    this.registerOutputs({ roleArn: this.role.arn });
  }
}

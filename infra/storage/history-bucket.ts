import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { HardenedBucket, type HardenedBucketArgs } from "./hardened-bucket";
import type { AwsAccount } from "../aws-account";
import { policyDocument, type Statement } from "../iam/policy-document";

export interface HistoryBucketArgs extends HardenedBucketArgs {
  account: AwsAccount;
}

/**
 * The S3 bucket to which AWS Config delivers configuration history, one for all Regions of the account.
 *
 * It lies in the provider's Region, whichever Regions are guarded: a Region added or dropped must never replace it.
 */
export class HistoryBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** Where AWS Config may write: its own prefix of this account's logs. */
  readonly objectsArn: pulumi.Output<string>;
  /** Depend on it before a delivery channel: without it AWS answers `InsufficientDeliveryPolicyException`. */
  readonly policy: aws.s3.BucketPolicy;

  constructor(name: string, args: HistoryBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:HistoryBucket", name, {}, opts);
    const parent = { parent: this };

    const hardened = new HardenedBucket(name, args, parent);
    const { bucket } = hardened;
    this.bucketName = bucket.id;
    this.bucketArn = bucket.arn;
    this.objectsArn = pulumi.interpolate`${bucket.arn}/AWSLogs/${args.account.accountId}/Config/*`;
    this.policy = new aws.s3.BucketPolicy(
      name,
      {
        bucket: bucket.id,
        policy: policyDocument(...this.letsConfigIn(args.account), hardened.withoutTls()),
      },
      { parent: this, dependsOn: [hardened.publicAccess] },
    );
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private letsConfigIn(account: AwsAccount): Statement[] {
    const config = { Service: "config.amazonaws.com" };
    const forThisAccount = { "aws:SourceAccount": account.accountId };
    return [
      {
        Sid: "ConfigReadsTheAcl",
        Effect: "Allow",
        Principal: config,
        Action: "s3:GetBucketAcl",
        Resource: this.bucketArn,
        Condition: { StringEquals: forThisAccount },
      },
      {
        Sid: "ConfigSeesThatTheBucketExists",
        Effect: "Allow",
        Principal: config,
        Action: "s3:ListBucket",
        Resource: this.bucketArn,
        Condition: { StringEquals: forThisAccount },
      },
      {
        Sid: "ConfigDeliversHistory",
        Effect: "Allow",
        Principal: config,
        Action: "s3:PutObject",
        Resource: this.objectsArn,
        Condition: { StringEquals: { ...forThisAccount, "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ];
  }
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Home } from "./home";
import { policyDocument } from "./policy-document";

export interface HistoryBucketArgs {
  home: Home;
  /** Days that delivered history, and whatever was overwritten or deleted of it, is kept. */
  retentionDays: number;
  /** Whether `pulumi destroy` may delete a bucket that still holds history. */
  forceDestroy: boolean;
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

    const bucket = new aws.s3.Bucket(name, { forceDestroy: args.forceDestroy }, parent);
    const target = { bucket: bucket.id };
    this.bucketName = bucket.id;
    this.bucketArn = bucket.arn;
    this.objectsArn = pulumi.interpolate`${bucket.arn}/AWSLogs/${args.home.accountId}/Config/*`;

    const versioning = new aws.s3.BucketVersioning(
      name,
      { ...target, versioningConfiguration: { status: "Enabled" } },
      parent,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { ...target, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      parent,
    );
    const publicAccess = new aws.s3.BucketPublicAccessBlock(
      name,
      {
        ...target,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      parent,
    );
    new aws.s3.BucketOwnershipControls(
      name,
      { ...target, rule: { objectOwnership: "BucketOwnerEnforced" } },
      parent,
    );
    new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        ...target,
        rules: [
          {
            id: "keep-history-then-expire",
            status: "Enabled",
            filter: {},
            expiration: { days: args.retentionDays },
            // Evidence that somebody deletes early is still there, as a version, for as long.
            noncurrentVersionExpiration: { noncurrentDays: args.retentionDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      // S3 wants to know whether the bucket has versions before it takes a rule about them.
      { parent: this, dependsOn: [versioning] },
    );
    this.policy = new aws.s3.BucketPolicy(
      name,
      { ...target, policy: this.policyText(args.home) },
      // S3 answers two changes of a bucket's access at once with `OperationAborted`.
      { parent: this, dependsOn: [publicAccess] },
    );
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private policyText(home: Home): pulumi.Output<string> {
    const config = { Service: "config.amazonaws.com" };
    const forThisAccount = { "aws:SourceAccount": home.accountId };
    return policyDocument(
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
      {
        Sid: "NobodyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [this.bucketArn, pulumi.interpolate`${this.bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    );
  }
}

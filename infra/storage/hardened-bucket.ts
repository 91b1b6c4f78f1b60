import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Statement } from "../iam/policy-document";

export interface HardenedBucketArgs {
  /** Days that objects, and whatever was overwritten or deleted of them, are kept. */
  retentionDays: number;
  /** Whether `pulumi destroy` may delete a bucket that still holds objects. */
  forceDestroy: boolean;
}

/**
 * A bucket for evidence: versioned, encrypted, closed to the public, owned by the account, and emptied by age alone. Its
 * policy is for whoever uses it, and begins with `withoutTls`.
 */
export class HardenedBucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  /** Depend on it before a policy: S3 answers two changes of a bucket's access at once with `OperationAborted`. */
  readonly publicAccess: aws.s3.BucketPublicAccessBlock;

  constructor(name: string, args: HardenedBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:HardenedBucket", name, {}, opts);
    const parent = { parent: this };

    this.bucket = new aws.s3.Bucket(name, { forceDestroy: args.forceDestroy }, parent);
    const target = { bucket: this.bucket.id };
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
    this.publicAccess = new aws.s3.BucketPublicAccessBlock(
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
    this.registerOutputs({ bucket: this.bucket.id });
  }

  /** For the bucket's policy: nothing and nobody gets in or reads over plain HTTP. */
  withoutTls(): Statement {
    return {
      Sid: "NobodyWithoutTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [this.bucket.arn, pulumi.interpolate`${this.bucket.arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
  }
}

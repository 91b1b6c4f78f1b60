import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Statement } from "../iam/policy-document";

export interface HardenedBucketArgs {
  /** Days that objects are kept, and as long again as versions after they were overwritten or deleted. */
  retentionDays: number;
  /** Whether `pulumi destroy` may delete the bucket while it holds objects. */
  forceDestroy: boolean;
}

/**
 * A bucket for evidence: versioned, encrypted, not public, owned by the account, and emptied only by age. The component that
 * uses it adds the bucket policy, which must include `withoutTls`.
 */
export class HardenedBucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  /** Depend on it before a bucket policy: S3 answers two simultaneous changes of access with `OperationAborted`. */
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
            // Evidence that somebody deletes early is kept as a version for just as long.
            noncurrentVersionExpiration: { noncurrentDays: args.retentionDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      // S3 takes a rule about versions only after versioning is on.
      { parent: this, dependsOn: [versioning] },
    );
    this.registerOutputs({ bucket: this.bucket.id });
  }

  /** For the bucket policy: denies every request over plain HTTP. */
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

import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import type { Statement } from "../iam/policy-document";

export interface HardenedBucketArgs {
  /** Days that objects are kept, and as long again as versions after they were overwritten or deleted. */
  retentionDays: number;
  /** Undefined for the provider's own. */
  region?: string | undefined;
  /** The ARN of the key that encrypts the objects; undefined for keys of S3's own. */
  keyArn?: pulumi.Output<string> | undefined;
  /** Whether the bucket is deleted with all its objects when the stack no longer declares it. Otherwise it is kept. */
  forceDestroy: boolean;
}

/** The arguments of a component that makes a bucket for one account's evidence. */
export interface EvidenceBucketArgs extends HardenedBucketArgs {
  account: AwsAccount;
}

/**
 * Options for the bucket and for every resource that configures it, its policy included. Pulumi deletes those first, and then
 * S3 refuses to delete a bucket that is not empty: what would be left is the evidence, without versioning, policy or the
 * block on public access. So all of them are kept, or all are deleted.
 */
export function keptWithBucket({ forceDestroy }: HardenedBucketArgs): pulumi.CustomResourceOptions {
  // Saying `false` would take from a whole guard the `retainOnDelete` that its program gave it.
  return forceDestroy ? {} : { retainOnDelete: true };
}

/** The input that puts the bucket, and every resource that configures it, into a Region. */
export function inRegion({ region }: HardenedBucketArgs): { region?: string } {
  return region === undefined ? {} : { region };
}

function encryptionRule({ keyArn }: HardenedBucketArgs) {
  return keyArn === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        // KMS is asked for a key of the bucket, and not for each object.
        bucketKeyEnabled: true,
      };
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
    const kept = { parent: this, ...keptWithBucket(args) };

    this.bucket = new aws.s3.Bucket(name, { ...inRegion(args), forceDestroy: args.forceDestroy }, kept);
    const target = { ...inRegion(args), bucket: this.bucket.id };
    const versioning = new aws.s3.BucketVersioning(
      name,
      { ...target, versioningConfiguration: { status: "Enabled" } },
      kept,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { ...target, rules: [encryptionRule(args)] },
      kept,
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
      kept,
    );
    new aws.s3.BucketOwnershipControls(
      name,
      { ...target, rule: { objectOwnership: "BucketOwnerEnforced" } },
      kept,
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
      { ...kept, dependsOn: [versioning] },
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

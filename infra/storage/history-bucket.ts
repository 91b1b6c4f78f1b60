import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { keyArn } from "../key-arn";
import { allowService, policyDocument, type Statement } from "../iam/policy-document";
import { type EvidenceBucketArgs, HardenedBucket, inRegion, keptWithBucket } from "./hardened-bucket";
import { type HistoryDestination, objectsOf } from "./history-destination";

export interface HistoryBucketArgs extends Omit<EvidenceBucketArgs, "keyArn"> {
  /** The key that encrypts the objects, as configured; empty for keys of S3's own. */
  storageKey: pulumi.Input<string>;
  /** What the look-up of the key waits for. */
  dependsOn: NonNullable<pulumi.ResourceOptions["dependsOn"]>;
}

/**
 * The S3 bucket to which AWS Config delivers configuration history of all Regions.
 *
 * It is created in the provider's Region, so that adding or removing a guarded Region never replaces it; and in Beijing, if
 * that is guarded.
 */
export class HistoryBucket extends pulumi.ComponentResource implements HistoryDestination {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly objectsArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Output<string> | undefined;
  /** Depend on it before a delivery channel. Without it: `InsufficientDeliveryPolicyException`. */
  readonly policy: aws.s3.BucketPolicy;

  constructor(name: string, args: HistoryBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:HistoryBucket", name, {}, opts);
    const parent = { parent: this };

    const { storageKey, dependsOn } = args;
    this.keyArn =
      storageKey === ""
        ? undefined
        : keyArn({ setting: "storageKey", keyId: storageKey, ...inRegion(args) }, { ...parent, dependsOn });
    const hardened = new HardenedBucket(name, { ...args, keyArn: this.keyArn }, parent);
    const { bucket } = hardened;
    this.bucketName = bucket.id;
    this.bucketArn = bucket.arn;
    this.objectsArn = objectsOf(bucket.arn, args.account);
    this.policy = new aws.s3.BucketPolicy(
      name,
      {
        ...inRegion(args),
        bucket: bucket.id,
        policy: policyDocument(...this.configStatements(args.account), hardened.withoutTls()),
      },
      { parent: this, ...keptWithBucket(args), dependsOn: [hardened.publicAccess] },
    );
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private configStatements(account: AwsAccount): Statement[] {
    const config = "config.amazonaws.com";
    const StringEquals = { "aws:SourceAccount": account.accountId };
    return [
      allowService(config, "ConfigReadsTheAcl", "s3:GetBucketAcl", this.bucketArn, { StringEquals }),
      allowService(config, "ConfigSeesThatTheBucketExists", "s3:ListBucket", this.bucketArn, {
        StringEquals,
      }),
      allowService(config, "ConfigDeliversHistory", "s3:PutObject", this.objectsArn, {
        StringEquals: { ...StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
      }),
    ];
  }
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { allowService, policyDocument } from "../../infra/iam/policy-document";
import { HardenedBucket, keptWithBucket } from "../../infra/storage/hardened-bucket";
import type { Settings } from "./settings";

/** The log archive's bucket: AWS Config delivers there for every account of the organization, and for no other. */
export class LogArchive extends pulumi.ComponentResource {
  /** For `historyBucket` of the fleet's stacks. */
  readonly bucketName: pulumi.Output<string>;

  constructor(
    name: string,
    { organizationId, historyKeptForDays }: Settings,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("xray-encryption-organization:index:LogArchive", name, {}, opts);
    const bucketArgs = { retentionDays: historyKeptForDays, forceDestroy: false };
    const hardened = new HardenedBucket(name, bucketArgs, { parent: this });
    const { bucket } = hardened;
    const config = "config.amazonaws.com";
    const StringEquals = { "aws:SourceOrgID": organizationId };
    new aws.s3.BucketPolicy(
      name,
      {
        bucket: bucket.id,
        policy: policyDocument(
          allowService(config, "ConfigReadsTheAcl", "s3:GetBucketAcl", bucket.arn, { StringEquals }),
          allowService(config, "ConfigSeesThatTheBucketExists", "s3:ListBucket", bucket.arn, {
            StringEquals,
          }),
          allowService(
            config,
            "ConfigDeliversHistory",
            "s3:PutObject",
            pulumi.interpolate`${bucket.arn}/AWSLogs/*/Config/*`,
            { StringEquals: { ...StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" } },
          ),
          hardened.withoutTls(),
        ),
      },
      { parent: this, ...keptWithBucket(bucketArgs), dependsOn: [hardened.publicAccess] },
    );
    this.bucketName = bucket.id;
    this.registerOutputs();
  }
}

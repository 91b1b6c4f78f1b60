import * as cloudtrail from "@pulumi/awsx/cloudtrail";
import * as pulumi from "@pulumi/pulumi";
import { allowService, policyDocument } from "../iam/policy-document";
import { type EvidenceBucketArgs, HardenedBucket, keptWithBucket } from "./hardened-bucket";

/**
 * A CloudTrail trail of management events in all Regions, for accounts without one: EventBridge receives API calls only
 * through a trail. An account with an organization trail does not need it.
 *
 * The trail is awsx's component. The bucket that it would create is not hardened and is deleted with its content, so it gets
 * one of ours. The bucket policy that it creates checks neither source account nor TLS, so a transform replaces it.
 */
export class Trail extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: EvidenceBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Trail", name, {}, opts);
    const hardened = new HardenedBucket(name, args, { parent: this });
    this.bucketName = hardened.bucket.id;
    const { partition, accountId } = args.account;
    const { arn } = hardened.bucket;
    // Any trail of this account. This trail's ARN would be a cycle: CloudTrail checks the policy before it creates the trail.
    const ArnLike = {
      "aws:SourceArn": pulumi.interpolate`arn:${partition}:cloudtrail:*:${accountId}:trail/*`,
    };
    const cloudTrail = "cloudtrail.amazonaws.com";
    const policy = policyDocument(
      allowService(cloudTrail, "CloudTrailReadsTheAcl", "s3:GetBucketAcl", arn, { ArnLike }),
      allowService(
        cloudTrail,
        "CloudTrailDelivers",
        "s3:PutObject",
        pulumi.interpolate`${arn}/AWSLogs/${accountId}/*`,
        { ArnLike, StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      ),
      hardened.withoutTls(),
    );
    new cloudtrail.Trail(
      name,
      {
        // By ARN, because awsx turns a name into an ARN that is wrong.
        s3Bucket: { existing: { arn } },
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogging: true,
        enableLogFileValidation: true,
      },
      {
        parent: this,
        dependsOn: [hardened.publicAccess],
        transforms: [
          ({ type, props, opts: options }) =>
            type === "aws:s3/bucketPolicy:BucketPolicy"
              ? { props: { ...props, policy }, opts: { ...options, ...keptWithBucket(args) } }
              : undefined,
        ],
      },
    );
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

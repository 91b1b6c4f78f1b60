import * as cloudtrail from "@pulumi/awsx/cloudtrail";
import * as pulumi from "@pulumi/pulumi";
import { HardenedBucket, type HardenedBucketArgs } from "./hardened-bucket";
import type { AwsAccount } from "../aws-account";
import { policyDocument } from "../iam/policy-document";

export interface TrailArgs extends HardenedBucketArgs {
  account: AwsAccount;
}

/**
 * A CloudTrail trail of management events in all Regions, for accounts that have none: without one, EventBridge hears of no
 * API call. An organization trail makes it unneeded.
 *
 * The trail is awsx's component. Its own bucket would be plain and deleted with its content, so it is given one of ours;
 * the policy that it writes on any bucket knows neither source nor TLS, so it is replaced on its way to the engine.
 */
export class Trail extends pulumi.ComponentResource {
  constructor(name: string, args: TrailArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Trail", name, {}, opts);
    const hardened = new HardenedBucket(name, args, { parent: this });
    const { partition, accountId } = args.account;
    const { arn } = hardened.bucket;
    // Any trail of this account: by this one's ARN would be a cycle, as CloudTrail checks the policy before it makes the trail.
    const ArnLike = {
      "aws:SourceArn": pulumi.interpolate`arn:${partition}:cloudtrail:*:${accountId}:trail/*`,
    };
    const policy = policyDocument(
      {
        Sid: "CloudTrailReadsTheAcl",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:GetBucketAcl",
        Resource: arn,
        Condition: { ArnLike },
      },
      {
        Sid: "CloudTrailDelivers",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${arn}/AWSLogs/${accountId}/*`,
        Condition: { ArnLike, StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
      hardened.withoutTls(),
    );
    new cloudtrail.Trail(
      name,
      {
        // By ARN: from a name awsx makes an ARN that names no bucket.
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
              ? { props: { ...props, policy }, opts: options }
              : undefined,
        ],
      },
    );
    this.registerOutputs({ bucket: hardened.bucket.id });
  }
}

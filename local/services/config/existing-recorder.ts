import type { RegionContext } from "../../account/context";
import type { Config } from "./config";
import type { S3 } from "../s3/s3";

/**
 * Sets up what most companies' accounts already have in a Region: a running recorder named `default` that records all
 * types, with its own role, bucket and delivery channel. It has already discovered the existing resource.
 */
export async function provideRecorder(
  region: RegionContext & { account: { s3: S3 }; config: Config },
): Promise<void> {
  const { account } = region;
  const roleName = `config-recorder-${region.name}`;
  const role = account.iam.createRole(roleName, {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "config.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  });
  account.iam.attachRolePolicy(
    roleName,
    `arn:${account.partition}:iam::aws:policy/service-role/AWS_ConfigRole`,
  );
  const bucket = `config-bucket-${account.id}-${region.name}`;
  const bucketArn = account.s3.createBucket(bucket, region.name).arn;
  account.iam.putRolePolicy(roleName, "Delivery", {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:GetBucketAcl"],
        Resource: [bucketArn, `${bucketArn}/*`],
      },
      { Effect: "Allow", Action: "xray:GetEncryptionConfig", Resource: "*" },
    ],
  });
  region.config.recording.putRecorder({
    name: "default",
    roleArn: role.arn,
    recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
  });
  await region.config.delivery.putDeliveryChannel({ name: "default", s3BucketName: bucket });
  region.config.recording.start("default");
  await region.config.recording.capture();
}

import { XrayEncryptionGuard } from "./infra/guard";
import { readSettings } from "./infra/settings/read";

const guard = new XrayEncryptionGuard("xray-encryption-guard", readSettings());

export = {
  /** By Region: rule, function, recorder, topics, and links to the AWS console. */
  regions: guard.regions,
  /** The bucket with the delivered history. Left out with `recorder: existing`. */
  ...(guard.bucketName && { bucketName: guard.bucketName }),
  /** The bucket with CloudTrail's files. Left out unless `trail` is `create`. */
  ...(guard.trailBucketName && { trailBucketName: guard.trailBucketName }),
  /** The desired encryption of each Region, as the stack's configuration was understood. */
  desiredEncryption: guard.desiredEncryption,
  /** AWS asks each of these to confirm, once per Region. They receive nothing until they do. */
  mustConfirmSubscription: guard.mustConfirmSubscription,
};

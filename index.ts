import { XrayEncryptionGuard } from "./infra/guard";
import { readSettings } from "./infra/settings/read";

const guard = new XrayEncryptionGuard("xray-encryption-guard", readSettings());

export = {
  /** By Region: rule, function, recorder, topics, and links to the AWS console. */
  regions: guard.regions,
  /** The bucket with the delivered history, where this stack records. */
  ...(guard.bucketName && { bucketName: guard.bucketName }),
  /** What X-Ray's encryption is held to, as the stack's configuration was understood. */
  desiredEncryption: guard.desiredEncryption,
  /** Whoever is listed here gets an e-mail from AWS in each Region, and no news before following its link. */
  mustConfirmSubscription: guard.mustConfirmSubscription,
};

import "./infra/lambda/start-bundling";
import { XrayEncryptionGuard } from "./infra/guard";
import { handlersCode } from "./infra/lambda/handlers-code";
import { namesByRegion } from "./infra/output-texts";
import { readSettings } from "./infra/settings/read";
import "./stack-runner/disable-traces";

export = async () => {
  const settings = readSettings();
  // What cannot be bundled ends the program before anything is declared.
  await handlersCode();
  const guard = new XrayEncryptionGuard("xray-encryption-guard", settings);
  return {
    /** The version of this program. */
    version: guard.version,
    /** By Region the names of rule, function, recorder and topics. */
    regions: guard.regions.apply(namesByRegion),
    /** The Regions that only the schedule judges: AWS Config does not record the setting there. Left out where there is none. */
    ...(guard.judgedOnScheduleOnly.length > 0 && { judgedOnScheduleOnly: guard.judgedOnScheduleOnly }),
    /** The bucket with the delivered history. Left out where this stack has nothing recorded. */
    ...(guard.bucketName && { bucketName: guard.bucketName }),
    /** The bucket with CloudTrail's files. Left out unless `trail` is `create`. */
    ...(guard.trailBucketName && { trailBucketName: guard.trailBucketName }),
    /** The desired encryption of each Region, as the stack's configuration was understood. */
    desiredEncryption: guard.desiredEncryption,
    /** AWS asks each of these to confirm, once per Region. They receive nothing until they do. */
    mustConfirmSubscription: guard.mustConfirmSubscription,
  };
};

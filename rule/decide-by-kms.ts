import { decide, mayAskFor } from "./decision/decide";
import type { DesiredEncryption } from "./decision/desired";
import type { AccountRegion } from "./decision/key";
import type { ProtectedResource } from "./decision/protected-resource";
import type { EncryptionSetting } from "./decision/setting";
import type { Finding } from "./decision/verdict";
import type { LookUps } from "./look-ups";

/**
 * Judges an encryption setting with KMS's descriptions. All keys that the decision may ask for are looked up at once, so that it
 * takes one round trip however many aliases are accepted. It ends when all have answered: Lambda stops whatever still runs
 * when the function returns.
 *
 * @throws as `decide` does, and DeadlineError
 */
export async function decideByKms(
  setting: EncryptionSetting,
  desired: DesiredEncryption,
  location: AccountRegion,
  aws: LookUps,
  subject?: ProtectedResource,
): Promise<Finding> {
  const references = mayAskFor(setting, desired, location);
  const descriptions = new Map(
    await Promise.all(references.map(async (key) => [key, await aws.describeKey(key)] as const)),
  );
  const decision = decide(setting, desired, location, subject);
  let step = decision.next();
  while (step.done !== true)
    step = decision.next(descriptions.get(step.value) ?? (await aws.describeKey(step.value)));
  return step.value;
}

import type { Settings } from "./settings/settings";

/**
 * What a guard with these settings does not do and people would expect of it. Each is one sentence with the cure, for
 * `pulumi up` to show.
 */
export function warningsFor({ notify, desiredKey, desiredKeyByRegion, regions }: Settings): string[] {
  const usesDefault = regions.some((region) => !(region in desiredKeyByRegion));
  return [
    ...(notify.length === 0
      ? [
          "notify is empty, so this stack subscribes nobody to its alerts, and nobody hears it if the notifier fails: add an e-mail address, an https:// endpoint or the ARN of an SQS queue, such as security@example.com.",
        ]
      : []),
    ...(desiredKey === "any" && usesDefault
      ? [
          "desiredKey is any, so every KMS key is COMPLIANT, one that AWS manages included: name the key that you want, such as alias/xray-traces.",
        ]
      : []),
  ];
}

import { keyReferenceForms, parseKeyReference } from "../../rule/decision/key";
import { StackConfigError } from "./stack-config-error";

/** @throws StackConfigError for what is not a key, and for one that CloudWatch cannot use */
export function checkTopicKey(topicKey: string): void {
  const reference = parseKeyReference(topicKey);
  if (reference === undefined) {
    throw new StackConfigError("topicKey", topicKey, `expected ${keyReferenceForms}.`);
  }
  if ("aliasName" in reference && reference.aliasName.startsWith("alias/aws/")) {
    const expected =
      "expected a customer managed key: the policy of a key that AWS manages does not let CloudWatch publish.";
    throw new StackConfigError("topicKey", topicKey, expected);
  }
}

/**
 * Checks that the key is one of each Region, since SNS only uses keys of the topic's own.
 *
 * @throws StackConfigError
 */
export function checkTopicKeyRegions(topicKey: string, regions: string[]): void {
  const reference = parseKeyReference(topicKey);
  if (reference === undefined || !("region" in reference)) return;
  const other = regions.find((region) => region !== reference.region);
  if (other === undefined) return;
  throw new StackConfigError(
    "topicKey",
    topicKey,
    `the key is of ${reference.region}, but the topic in ${other} can only use a key of ${other}; name an alias that exists in each Region, such as alias/alerts.`,
  );
}

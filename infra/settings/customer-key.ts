import { keyReferenceForms, parseKeyReference } from "../../rule/decision/key";
import { StackConfigError } from "./stack-config-error";

/** @throws StackConfigError for what is not a key, and for one that CloudWatch cannot use */
export function checkTopicKey(key: string): void {
  checkCustomerKey("topicKey", key, "let CloudWatch publish");
}

/** @throws StackConfigError for what is not a key, and for one that CloudWatch Logs cannot use */
export function checkStorageKey(key: string): void {
  checkCustomerKey("storageKey", key, "let CloudWatch Logs encrypt");
}

function checkCustomerKey(setting: string, key: string, need: string): void {
  const reference = parseKeyReference(key);
  if (reference === undefined) throw new StackConfigError(setting, key, `expected ${keyReferenceForms}.`);
  if ("aliasName" in reference && reference.aliasName.startsWith("alias/aws/")) {
    const expected = `expected a customer managed key: the policy of a key that AWS manages does not ${need}.`;
    throw new StackConfigError(setting, key, expected);
  }
}

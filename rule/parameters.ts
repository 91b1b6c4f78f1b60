import {
  type DesiredEncryption,
  DesiredEncryptionError,
  parseDesiredEncryption,
  splitAcceptedKeys,
} from "./decision/desired";
import { quoted } from "./decision/text";
import { ParameterError } from "./errors";

/**
 * Reads the rule's parameters: `desiredKey`, and `acceptedKeys` with commas between the keys.
 *
 * @param ruleParameters JSON in a string, as AWS Config sends it; AWS Config leaves it out or empty for a rule without
 * @throws ParameterError when that is not a desired encryption, or holds a parameter that this rule does not have
 */
export function parseParameters(ruleParameters: unknown): DesiredEncryption {
  if (ruleParameters === undefined || ruleParameters === null || ruleParameters === "") {
    throw new ParameterError("The rule has no parameters; expected desiredKey.");
  }
  const { desiredKey, acceptedKeys, ...unknown } = readParameters(ruleParameters);
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) {
    throw new ParameterError(
      `The rule parameter ${quoted(stranger)} is unknown; expected desiredKey and acceptedKeys.`,
    );
  }
  if (desiredKey === undefined) {
    throw new ParameterError(
      "The rule parameter desiredKey is missing; expected a key, any, customer or none.",
    );
  }
  try {
    const accepted =
      acceptedKeys === undefined ? [] : splitAcceptedKeys(requireString("acceptedKeys", acceptedKeys));
    return parseDesiredEncryption(requireString("desiredKey", desiredKey), accepted);
  } catch (error) {
    throw error instanceof DesiredEncryptionError
      ? new ParameterError(`The rule parameter ${error.message}`, { cause: error })
      : error;
  }
}

function readParameters(ruleParameters: unknown): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(requireString("desiredKey", ruleParameters));
  } catch (cause) {
    throw new ParameterError(
      `ruleParameters is ${quoted(ruleParameters)}; expected a JSON object with desiredKey, in a string.`,
      { cause },
    );
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new ParameterError(
      `ruleParameters holds ${quoted(parsed)}; expected a JSON object with desiredKey.`,
    );
  }
  return Object.fromEntries(Object.entries(parsed));
}

function requireString(name: string, value: unknown): string {
  if (typeof value !== "string") {
    throw new ParameterError(`The rule parameter ${name} is ${quoted(value)}; expected a string.`);
  }
  return value;
}

import {
  type DesiredEncryption,
  DesiredEncryptionError,
  parseDesiredEncryption,
  splitAcceptedKeys,
} from "../decision/desired";
import { quoted } from "../decision/text";
import { ParameterError } from "../errors";

/** The rule's parsed parameters. */
export interface Parameters {
  desired: DesiredEncryption;
  /** Whether to judge the key of the spans' log group too, if spans go to CloudWatch Logs. */
  judgesSpans: boolean;
  /** Whether a scheduled run also checks the recorder. */
  checksRecorder: boolean;
}

/**
 * Parses the rule's parameters: `desiredKey`; `acceptedKeys`, separated by commas; `transactionSearch`: `note` or `judge`;
 * and `alarmOnRecorder`: `true` or `false`.
 *
 * @param ruleParameters JSON in a string, as AWS Config sends it; missing or empty for a rule without parameters
 * @throws ParameterError when a parameter is missing, invalid or unknown
 */
export function parseParameters(ruleParameters: unknown): Parameters {
  if (ruleParameters === undefined || ruleParameters === null || ruleParameters === "") {
    throw new ParameterError("The rule has no parameters; expected desiredKey.");
  }
  const { desiredKey, acceptedKeys, transactionSearch, alarmOnRecorder, ...unknown } =
    readParameters(ruleParameters);
  const [unknownName] = Object.keys(unknown);
  if (unknownName !== undefined) {
    throw new ParameterError(
      `The rule parameter ${quoted(unknownName)} is unknown; expected desiredKey, acceptedKeys, transactionSearch or alarmOnRecorder.`,
    );
  }
  if (desiredKey === undefined) {
    throw new ParameterError(
      "The rule parameter desiredKey is missing; expected a key, any, customer or none.",
    );
  }
  return {
    desired: readDesired(desiredKey, acceptedKeys),
    judgesSpans: isOn("transactionSearch", transactionSearch, "judge", "note"),
    checksRecorder: isOn("alarmOnRecorder", alarmOnRecorder, "true", "false"),
  };
}

function readDesired(desiredKey: unknown, acceptedKeys: unknown): DesiredEncryption {
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

/** Whether an option is on. A missing option is off. */
function isOn(name: string, value: unknown, on: string, off: string): boolean {
  if (value === undefined || value === off) return false;
  if (value === on) return true;
  throw new ParameterError(
    `The rule parameter ${name} is ${quoted(value)}; expected the string "${on}" or "${off}".`,
  );
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
      `ruleParameters contains ${quoted(parsed)}; expected a JSON object with desiredKey.`,
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

import type { ReportViolation, ResourceValidationPolicy } from "@pulumi/policy";
import { Config } from "@pulumi/pulumi";
import { decide } from "../../rule/decision/decide";
import {
  type DesiredEncryption,
  DesiredEncryptionError,
  describeDesiredEncryption,
  parseDesiredEncryption,
} from "../../rule/decision/desired";
import { type AccountRegion, parseKeyReference } from "../../rule/decision/key";
import {
  type EncryptionSetting,
  parseSetting,
  InvalidEncryptionSettingError,
} from "../../rule/decision/setting";
import { UndecidableError } from "../../rule/decision/undecidable";
import { annotate, type Verdict } from "../../rule/decision/verdict";
import { configurable } from "../support/config";
import { regionOf, isOfType } from "../support/resource";
import { CannotTellError } from "../support/unknown-values";

interface DesiredConfig {
  desiredKey: string | undefined;
  desiredKeyByRegion: Record<string, string> | undefined;
  acceptedKeys: string[] | undefined;
  undecidable: "advisory" | "mandatory";
}

const config = configurable<DesiredConfig>({
  desiredKey: {
    type: "string",
    description:
      "Key ID, key ARN, alias or alias ARN; or any, customer, none. If left out: the stack's own xray-encryption-guard:desiredKey, else any.",
    default: undefined,
  },
  desiredKeyByRegion: {
    type: "object",
    description:
      "The same by Region, where Regions differ. If left out: the stack's own desiredKeyByRegion, unless desiredKey is set here.",
    propertyNames: { pattern: "^[a-z]+(-[a-z]+)+-[0-9]+$" },
    default: undefined,
  },
  acceptedKeys: {
    type: "array",
    description: "Further keys, accepted while keys are rotated. If left out: as for desiredKeyByRegion.",
    default: undefined,
  },
  undecidable: {
    type: "string",
    enum: ["advisory", "mandatory"],
    description:
      "The enforcement level if only AWS knows the answer: where an alias points, who manages a key.",
    default: "advisory",
  },
});

/**
 * Nobody in the account controls the key of X-Ray's default encryption. The deployed rule finds a wrong setting when it is
 * made; this policy finds it before.
 *
 * Judges with the same decision as the deployed rule. A review never calls AWS, so it cannot judge a setting if that needs
 * a key's description (an alias among the desired keys, `customer`). Such a setting does not pass. By default it does not
 * stop a deployment either: the deployed rule judges it within minutes, and stopping would forbid aliases to everyone.
 */
export const xrayEncryptionDesired: ResourceValidationPolicy = {
  name: "xray-encryption-desired",
  displayName: "X-Ray uses the desired key",
  tags: ["xray", "kms", "encryption"],
  description: "X-Ray's encryption setting is the desired one.",
  severity: "critical",
  remediationSteps:
    "Set type to KMS and keyId to the ARN of a desired key, or change desiredKey in the policy pack's configuration.",
  configSchema: config.schema,
  validateResource: (args, reportViolation) => {
    if (!isOfType(args, "xray", "EncryptionConfig")) return;
    const { undecidable, ...pack } = config.read(args);
    // The key is read even if the type alone would decide, because an unknown key must never pass.
    const { type, keyId } = args.props as { type: unknown; keyId: unknown };
    const region = regionOf(args) ?? new Config("aws").get("region");
    try {
      judge({ type, keyId }, desiredIn(region, pack), region, reportViolation);
    } catch (error) {
      if (error instanceof DesiredEncryptionError) {
        reportViolation(`The desired encryption is invalid, so no setting can pass: ${error.message}`);
      } else if (error instanceof CannotTellError && undecidable === "mandatory") {
        reportViolation(error.message);
      } else {
        throw error;
      }
    }
  },
};

function judge(
  properties: { type: unknown; keyId: unknown },
  desired: DesiredEncryption,
  region: string | undefined,
  reportViolation: ReportViolation,
): void {
  let verdict: Verdict;
  try {
    const setting = parseSetting(properties, "this resource");
    verdict = decideWithoutAws(setting, desired, locationOf(setting, region));
  } catch (error) {
    if (error instanceof InvalidEncryptionSettingError) {
      reportViolation(`${error.message} Set type to KMS and keyId to a key's ARN, or type to NONE.`);
      return;
    }
    if (error instanceof UndecidableError) throw cannotTell(properties.keyId, desired);
    throw error;
  }
  if (verdict.complianceType !== "COMPLIANT") {
    reportViolation(`${verdict.annotation} ${cure(desired)}`);
  }
}

/** The rule's decision, with every key unreadable. */
function decideWithoutAws(
  setting: EncryptionSetting,
  desired: DesiredEncryption,
  location: AccountRegion,
): Verdict {
  const decision = decide(setting, desired, location);
  let step = decision.next();
  while (step.done !== true) step = decision.next({ found: "unreadable", why: "a review does not call AWS" });
  return annotate(step.value);
}

/** X-Ray only uses keys in its own Region. The account matters only for a bare key ID; the key's ARN contains it. */
function locationOf(setting: EncryptionSetting, region: string | undefined): AccountRegion {
  const key = setting.type === "KMS" ? parseKeyReference(setting.keyId) : undefined;
  const arn = key !== undefined && "accountId" in key ? key : undefined;
  return { region: region ?? arn?.region ?? "", accountId: arn?.accountId ?? "" };
}

/** The desired encryption from the pack's configuration, or from the stack's own if the pack sets none. */
function desiredIn(region: string | undefined, pack: Omit<DesiredConfig, "undecidable">): DesiredEncryption {
  const stack = new Config("xray-encryption-guard");
  const own = pack.desiredKey === undefined && pack.desiredKeyByRegion === undefined;
  const byRegion = own
    ? stack.getObject<Record<string, string>>("desiredKeyByRegion")
    : pack.desiredKeyByRegion;
  const desiredKey =
    (region && byRegion?.[region]) ?? (own ? stack.get("desiredKey") : pack.desiredKey) ?? "any";
  const acceptedKeys =
    pack.acceptedKeys ?? (own ? stack.getObject<string[]>("acceptedKeys") : undefined) ?? [];
  return parseDesiredEncryption(desiredKey, acceptedKeys);
}

function cure(desired: DesiredEncryption): string {
  return desired.kind === "none"
    ? 'Set type to "NONE" and remove keyId.'
    : `Set type to "KMS" and keyId to the ARN of ${describeDesiredEncryption(desired)}.`;
}

function cannotTell(keyId: unknown, desired: DesiredEncryption): CannotTellError {
  const key = typeof keyId === "string" ? parseKeyReference(keyId) : undefined;
  if (key !== undefined && key.form !== "keyArn") {
    return new CannotTellError(
      `Only AWS knows which key ${key.text} is. Set keyId to the key's ARN; otherwise the deployed rule judges it.`,
    );
  }
  return new CannotTellError(
    `Only AWS knows whether ${key?.text ?? "the key"} is ${describeDesiredEncryption(desired)}. Name the desired keys by ARN or ID in the policy pack's configuration (desiredKey, acceptedKeys); otherwise the deployed rule judges it.`,
  );
}

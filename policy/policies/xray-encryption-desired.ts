import type { ReportViolation, ResourceValidationPolicy } from "@pulumi/policy";
import { Config } from "@pulumi/pulumi";
import { decide } from "../../rule/decision/decide";
import {
  type DesiredEncryption,
  DesiredEncryptionError,
  describeDesiredEncryption,
  parseDesiredEncryption,
} from "../../rule/decision/desired";
import type { KeyDescription } from "../../rule/decision/key-description";
import { type AccountRegion, parseKeyReference } from "../../rule/decision/key";
import {
  type EncryptionSetting,
  parseSetting,
  InvalidEncryptionSettingError,
} from "../../rule/decision/setting";
import { UndecidableError } from "../../rule/decision/undecidable";
import type { Verdict } from "../../rule/decision/verdict";
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
      "Key ID, key ARN, alias or alias ARN; or any, customer, none. Left out, the stack's own xray-encryption-guard:desiredKey decides, else any.",
    default: undefined,
  },
  desiredKeyByRegion: {
    type: "object",
    description:
      "Region to the same, where Regions differ. Left out, the stack's own decides, where it decides at all.",
    default: undefined,
  },
  acceptedKeys: {
    type: "array",
    description: "Further keys, accepted while keys are rotated. Left out, as desiredKeyByRegion.",
    default: undefined,
  },
  undecidable: {
    type: "string",
    enum: ["advisory", "mandatory"],
    description: "What it is when only AWS could tell: where an alias points, who manages a key.",
    default: "advisory",
  },
});

/**
 * Asks the very decision that the deployed rule makes. A review looks nothing up, so whatever hangs on KMS's answer (an
 * alias among the desired keys, `customer`) cannot be told. That is no pass, and by default no stop either: the deployed
 * rule tells within minutes, and a stop would forbid aliases to everybody.
 */
export const xrayEncryptionDesired: ResourceValidationPolicy = {
  name: "xray-encryption-desired",
  description: "X-Ray's encryption setting is the desired one.",
  severity: "critical",
  remediationSteps:
    "Set type to KMS and keyId to the ARN of a desired key, or change desiredKey in the policy pack's configuration.",
  configSchema: config.schema,
  validateResource: (args, reportViolation) => {
    if (!isOfType(args, "xray", "EncryptionConfig")) return;
    const { undecidable, ...pack } = config.read(args);
    // An unknown key is read as well where the type alone would do: what cannot be known never passes.
    const { type, keyId } = args.props as { type: unknown; keyId: unknown };
    const region = regionOf(args) ?? new Config("aws").get("region");
    try {
      judge({ type, keyId }, desiredIn(region, pack), region, reportViolation);
    } catch (error) {
      if (error instanceof DesiredEncryptionError) {
        reportViolation(`What is desired cannot be understood, so nothing can pass: ${error.message}`);
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
    verdict = decideUnseen(setting, desired, homeOf(setting, region));
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

/** The decision, where KMS answers nothing. */
function decideUnseen(
  setting: EncryptionSetting,
  desired: DesiredEncryption,
  location: AccountRegion,
): Verdict {
  const known: Record<string, KeyDescription> = {};
  for (;;) {
    const answer = decide(setting, desired, location, known);
    if (!("lookUp" in answer)) return answer;
    known[answer.lookUp] = { found: "unreadable", why: "a review asks AWS nothing" };
  }
}

/** X-Ray only uses keys of its own Region, and a bare ID is a key of its own account: the key's ARN knows both. */
function homeOf(setting: EncryptionSetting, region: string | undefined): AccountRegion {
  const key = setting.type === "KMS" ? parseKeyReference(setting.keyId) : undefined;
  const arn = key !== undefined && "accountId" in key ? key : undefined;
  return { region: region ?? arn?.region ?? "", accountId: arn?.accountId ?? "" };
}

/** What the pack's configuration desires; without a word there, what the stack itself deploys its rule with. */
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
      `Which key ${key.text} is, only AWS can tell. Set keyId to the key's ARN; else the deployed rule tells.`,
    );
  }
  return new CannotTellError(
    `Whether ${key?.text ?? "the key"} is ${describeDesiredEncryption(desired)}, only AWS can tell. Name the desired keys by ARN or ID in the policy pack's configuration (desiredKey, acceptedKeys); else the deployed rule tells.`,
  );
}

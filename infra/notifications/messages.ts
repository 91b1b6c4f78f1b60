import * as pulumi from "@pulumi/pulumi";
import { encryptionConfigType } from "../../rule/decision/setting";

/** An event of AWS Config, and the lines that people get for it. */
export interface Message {
  description: string;
  eventPattern: pulumi.Output<string>;
  /** What of the event the lines name, by name. */
  inputPaths: Record<string, string>;
  lines: pulumi.Input<string>[];
}

/** For a change that AWS Config recorded. @param console of AWS Config, up to the `#` */
export function changeMessage(console: pulumi.Output<string>): Message {
  return {
    description: "X-Ray's encryption setting changed.",
    eventPattern: pulumi.jsonStringify({
      source: ["aws.config"],
      "detail-type": ["Config Configuration Item Change"],
      detail: {
        messageType: ["ConfigurationItemChangeNotification"],
        configurationItem: { resourceType: [encryptionConfigType] },
      },
    }),
    // EventBridge reads paths with dots and without brackets, so it cannot reach the old value under the key
    // "Configuration.Type". All changed properties are shown instead.
    inputPaths: {
      account: "$.account",
      region: "$.region",
      type: "$.detail.configurationItem.configuration.type",
      key: "$.detail.configurationItem.configuration.keyId",
      changed: "$.detail.configurationItemDiff.changedProperties",
      resource: "$.detail.configurationItem.resourceId",
    },
    lines: [
      "X-Ray encryption setting of account <account> in <region> is now <type> <key> - changed from/to: <changed>",
      pulumi.interpolate`${console}/resources/timeline?resourceId=<resource>&resourceType=${encryptionConfigType}`,
    ],
  };
}

/** For a verdict that became another one. */
export function verdictMessage(console: pulumi.Output<string>, ruleName: pulumi.Output<string>): Message {
  return {
    description: "AWS Config's verdict on X-Ray's encryption setting changed.",
    eventPattern: pulumi.jsonStringify({
      source: ["aws.config"],
      "detail-type": ["Config Rules Compliance Change"],
      detail: {
        messageType: ["ComplianceChangeNotification"],
        configRuleName: [ruleName],
        // A scheduled run may clear the verdict on the account itself (NOT_APPLICABLE). That is no news.
        newEvaluationResult: { complianceType: ["COMPLIANT", "NON_COMPLIANT"] },
      },
    }),
    inputPaths: {
      account: "$.account",
      region: "$.region",
      before: "$.detail.oldEvaluationResult.complianceType",
      verdict: "$.detail.newEvaluationResult.complianceType",
      why: "$.detail.newEvaluationResult.annotation",
    },
    lines: [
      "X-Ray encryption of account <account> in <region> is <verdict> (before: <before>). <why>",
      pulumi.interpolate`${console}/rules/details?configRuleName=${ruleName}`,
    ],
  };
}

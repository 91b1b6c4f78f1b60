import type { ResourceValidationPolicy } from "@pulumi/policy";
import { principalsWithoutSourceAccount } from "../iam/source-account";
import { configurable } from "../support/config";
import { isOfType } from "../support/resource";
import { parsePolicyDocument, PolicyDocumentError } from "../iam/statement";
import { securityBestPractice } from "../support/framework";

const config = configurable<{ exceptServices: string[] }>({
  exceptServices: {
    type: "array",
    description: "Service principals that may publish for any account.",
    default: [],
  },
});

/** If AWS Config may publish for any account, another account can send forged messages to the subscribers. */
export const topicPolicyBound: ResourceValidationPolicy = {
  name: "topic-policy-bound",
  displayName: "A topic is bound to an account",
  tags: ["sns", "access"],
  framework: securityBestPractice("SNS.4", "SNS topic access policies should not allow public access"),
  description: "Each principal that an SNS topic's policy allows is bound to an account or an organization.",
  severity: "high",
  remediationSteps:
    "Add the condition StringEquals aws:SourceAccount to each statement that allows a service. EventBridge sends no account: give its target an execution role that may publish instead.",
  configSchema: config.schema,
  validateResource: (args, reportViolation) => {
    if (!isOfType(args, "sns", "TopicPolicy") && !isOfType(args, "sns", "Topic")) return;
    const document: unknown = args.props["policy"];
    // A topic without a policy has AWS's default policy, which allows its own account only.
    if (document === undefined && isOfType(args, "sns", "Topic")) return;
    const { exceptServices } = config.read(args);
    try {
      for (const statement of parsePolicyDocument(document)) {
        if (statement.allows && statement.allButPrincipals) {
          reportViolation(
            `In the topic's policy, ${statement.name} allows everyone except some (NotPrincipal): list who may publish as Principal.`,
          );
        }
        for (const { value } of principalsWithoutSourceAccount(statement, exceptServices)) {
          reportViolation(
            `In the topic's policy, ${statement.name} allows ${value === "*" ? "anyone" : `${value} for any account`}: ${cure(value)}`,
          );
        }
      }
    } catch (error) {
      if (!(error instanceof PolicyDocumentError)) throw error;
      reportViolation(`The topic's policy ${error.message}: write an IAM policy document.`);
    }
  },
};

function cure(principal: string): string {
  return principal === "events.amazonaws.com"
    ? "EventBridge sends SNS no account to check, so remove the statement and give the event target a roleArn that may publish."
    : "add a condition StringEquals aws:SourceAccount.";
}

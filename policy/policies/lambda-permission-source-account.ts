import type { ResourceValidationPolicy } from "@pulumi/policy";
import { arnOfAccount, account } from "../iam/source-account";
import { configurable } from "../support/config";
import { stringOf } from "../support/property";
import { isOfType } from "../support/resource";
import { securityBestPractice } from "../support/framework";

const config = configurable<{ exceptServices: string[] }>({
  exceptServices: {
    type: "array",
    description: "Service principals that may invoke for any account.",
    default: [],
  },
});

/**
 * A service acts for any account that asks it to. Unless the permission names the account, somebody else's AWS Config rule may
 * invoke the function.
 *
 * Only services and everybody are checked; other principals belong to a named account.
 */
export const lambdaPermissionSourceAccount: ResourceValidationPolicy = {
  name: "lambda-permission-source-account",
  displayName: "A function is invoked for one account",
  tags: ["lambda", "access"],
  framework: securityBestPractice("Lambda.1", "Lambda function policies should prohibit public access"),
  description: "A permission that lets an AWS service invoke a function is bound to an account.",
  severity: "high",
  remediationSteps:
    "Set sourceAccount of the aws.lambda.Permission to the account that the service may act for.",
  configSchema: config.schema,
  validateResource: (args, reportViolation) => {
    if (!isOfType(args, "lambda", "Permission")) return;
    const principal = stringOf(args.props, "principal") ?? "";
    const isService = principal === "*" || principal.includes(".");
    if (!isService || config.read(args).exceptServices.includes(principal)) return;
    if (principal === "*" && stringOf(args.props, "principalOrgId") !== undefined) return;
    if (account.test(stringOf(args.props, "sourceAccount") ?? "")) return;
    const byArn = arnOfAccount.test(stringOf(args.props, "sourceArn") ?? "");
    if (byArn && principal !== "config.amazonaws.com") return;
    reportViolation(
      byArn
        ? "config.amazonaws.com is let in for a rule's ARN, but AWS Config needs the permission before the rule has one: set sourceAccount to the account that it may act for."
        : `${principal === "*" ? "Anyone may invoke the function" : `${principal} may invoke the function for any account`}: set sourceAccount to the account that it may act for.`,
    );
  },
};

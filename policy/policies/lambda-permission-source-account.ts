import type { ResourceValidationPolicy } from "@pulumi/policy";
import { arnOfAccount, account } from "../iam/source-account";
import { configurable } from "../support/config";
import { stringOf } from "../support/property";
import { isOfType } from "../support/resource";

const config = configurable<{ exceptServices: string[] }>({
  exceptServices: {
    type: "array",
    description: "Service principals that may invoke for any account.",
    default: [],
  },
});

/** Accounts, roles and users are names already; services act for everybody who asks them to. */
export const lambdaPermissionSourceAccount: ResourceValidationPolicy = {
  name: "lambda-permission-source-account",
  description: "A permission that lets an AWS service invoke a function is bound to an account.",
  severity: "high",
  remediationSteps:
    "Set sourceAccount of the aws.lambda.Permission to the account that the service acts for.",
  configSchema: config.schema,
  validateResource: (args, reportViolation) => {
    if (!isOfType(args, "lambda", "Permission")) return;
    const principal = stringOf(args.props, "principal") ?? "";
    const isService = principal === "*" || principal.includes(".");
    if (!isService || config.read(args).exceptServices.includes(principal)) return;
    if (principal === "*" && stringOf(args.props, "principalOrgId") !== undefined) return;
    if (account.test(stringOf(args.props, "sourceAccount") ?? "")) return;
    // AWS Config is let in before its rule exists, so a rule's ARN cannot be known; elsewhere the source's will do.
    const byArn =
      principal !== "config.amazonaws.com" && arnOfAccount.test(stringOf(args.props, "sourceArn") ?? "");
    if (!byArn) {
      reportViolation(
        `${principal === "*" ? "Anybody" : `Anybody's ${principal}`} may invoke the function: set sourceAccount to the account that it acts for.`,
      );
    }
  },
};

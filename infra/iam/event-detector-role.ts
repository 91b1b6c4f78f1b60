import type { AwsAccount } from "../aws-account";
import type { Settings } from "../settings/settings";
import { rulePermissions } from "./rule-permissions";
import type { RoleNeeds } from "./service-role";

/** The event detector's role. It reads what the evaluator reads, but reports no verdict to AWS Config. */
export function eventDetectorRole(
  account: AwsAccount,
  settings: Pick<Settings, "transactionSearch">,
): RoleNeeds {
  return {
    // No conditions, for the same reason as the evaluator's role.
    service: "lambda.amazonaws.com",
    description: "Used by the Lambda function that checks X-Ray's encryption setting after an API call.",
    statements: rulePermissions(account, settings),
  };
}

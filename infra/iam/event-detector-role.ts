import type { AwsAccount } from "../aws-account";
import type { Settings } from "../settings/settings";
import { allow } from "./policy-document";
import { rulePermissions, seeThatAwsConfigWorks, watches, type WatchSettings } from "./rule-permissions";
import type { RoleNeeds } from "./service-role";

/** The event detector's role. It reads what the evaluator reads, but reports no verdict to AWS Config. */
export function eventDetectorRole(
  account: AwsAccount,
  settings: Pick<Settings, "transactionSearch"> & WatchSettings,
): RoleNeeds {
  return {
    // No conditions, for the same reason as the evaluator's role.
    service: "lambda.amazonaws.com",
    description: "Used by the Lambda function that checks X-Ray's encryption setting after an API call.",
    statements: [
      ...rulePermissions(account, settings),
      watches(settings) ? seeThatAwsConfigWorks : seeTheRule,
    ],
  };
}

/** After a call that deletes a rule. It cannot be scoped. */
const seeTheRule = allow("SeeThatTheRuleIsThere", "config:DescribeConfigRules", "*");

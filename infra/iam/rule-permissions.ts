import type { AwsAccount } from "../aws-account";
import type { Settings } from "../settings/settings";
import { allow, interpolate, type Statement } from "./policy-document";

/** What the evaluator and the event detector both read to reach a verdict. */
export function rulePermissions(
  { partition, accountId }: AwsAccount,
  { transactionSearch }: Pick<Settings, "transactionSearch">,
): Statement[] {
  // X-Ray has no resource to scope it to.
  const readSetting = allow(
    "ReadTheLiveSetting",
    ["xray:GetEncryptionConfig", "xray:GetTraceSegmentDestination"],
    "*",
  );
  // Resolves aliases and shows a key's state. X-Ray may use any key, also one of another account, whose key policy decides.
  const lookAtKeys = allow("LookAtKeys", "kms:DescribeKey", interpolate`arn:${partition}:kms:*:*:key/*`);
  // For the key of the log group `aws/spans`. The action lists groups, so it cannot be scoped to one.
  const readSpansLogGroup = allow(
    "ReadTheKeyOfTheSpansLogGroup",
    "logs:DescribeLogGroups",
    interpolate`arn:${partition}:logs:*:${accountId}:log-group:*`,
  );
  return [readSetting, lookAtKeys, ...(transactionSearch === "judge" ? [readSpansLogGroup] : [])];
}

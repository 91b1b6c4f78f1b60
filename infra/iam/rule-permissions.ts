import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../aws-account";
import type { Statement } from "./policy-document";
import type { Settings } from "../settings/settings";

/** What anything that judges must read: the live setting, keys, and with `transactionSearch: judge` the spans' log group. */
export function rulePermissions(
  account: AwsAccount,
  settings: Pick<Settings, "transactionSearch">,
): Statement[] {
  return [
    {
      // X-Ray has no resource to scope it to.
      Sid: "ReadTheLiveSetting",
      Effect: "Allow",
      Action: ["xray:GetEncryptionConfig", "xray:GetTraceSegmentDestination"],
      Resource: "*",
    },
    {
      // Resolves aliases and sees a key's state. Whichever key X-Ray was given has to be looked at, also one of
      // another account; that account's key policy has the last word.
      Sid: "LookAtKeys",
      Effect: "Allow",
      Action: "kms:DescribeKey",
      Resource: pulumi.interpolate`arn:${account.partition}:kms:*:*:key/*`,
    },
    ...(settings.transactionSearch === "judge" ? [readSpansLogGroup(account)] : []),
  ];
}

/** The key of the log group `aws/spans`. The action lists groups, so it cannot be scoped to one. */
function readSpansLogGroup({ partition, accountId }: AwsAccount): Statement {
  return {
    Sid: "ReadTheKeyOfTheSpansLogGroup",
    Effect: "Allow",
    Action: "logs:DescribeLogGroups",
    Resource: pulumi.interpolate`arn:${partition}:logs:*:${accountId}:log-group:*`,
  };
}

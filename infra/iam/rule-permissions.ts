import type { AwsAccount } from "../aws-account";
import type { Settings } from "../settings/settings";
import { allow, interpolate, type Statement } from "./policy-document";

/** Who looks at AWS Config's part, and where there is something to look at. */
export type WatchSettings = Pick<Settings, "alarmOnRecorder" | "frequency" | "recordedRegions">;

/** Whether runs on schedule look at AWS Config's part in some Region: where it records. */
export function watches({ alarmOnRecorder, frequency, recordedRegions }: WatchSettings): boolean {
  return alarmOnRecorder && frequency !== undefined && recordedRegions.length > 0;
}

/**
 * Shows whether AWS Config records the setting, delivers its history and has the rule, whoever owns the recorder. None of
 * these can be scoped.
 */
export const seeThatAwsConfigWorks = allow(
  "SeeThatAwsConfigWorks",
  [
    "config:DescribeConfigurationRecorders",
    "config:DescribeConfigurationRecorderStatus",
    "config:DescribeDeliveryChannels",
    "config:DescribeDeliveryChannelStatus",
    "config:DescribeConfigRules",
  ],
  "*",
);

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

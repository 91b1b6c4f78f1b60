import type { AwsAccount } from "../aws-account";
import type { Settings } from "../settings/settings";
import { allow } from "./policy-document";
import { rulePermissions, seeThatAwsConfigWorks, watches, type WatchSettings } from "./rule-permissions";
import type { RoleNeeds } from "./service-role";

type EvaluatorSettings = Pick<Settings, "traceReads" | "transactionSearch"> & WatchSettings;

/** The evaluator's role. */
export function evaluatorRole(account: AwsAccount, settings: EvaluatorSettings): RoleNeeds {
  return {
    // No conditions: Lambda accepts only roles of the function's own account, and sends no source account to check.
    service: "lambda.amazonaws.com",
    description: "Used by the Lambda function that evaluates X-Ray's encryption setting.",
    statements: [
      reportVerdicts,
      readWhatConfigRecorded,
      ...rulePermissions(account, settings),
      ...(settings.frequency !== undefined ? [keepWhoCalled] : []),
      ...(watches(settings) ? [seeThatAwsConfigWorks] : []),
      ...(settings.traceReads ? [readTracesAsTheTutorialOnceGranted] : []),
    ],
  };
}

/** Cannot be scoped to a rule in IAM. The result token limits it to the evaluation that AWS Config asked for. */
const reportVerdicts = allow("ReportVerdicts", "config:PutEvaluations", "*");

/** For items too large to send, and for the resource that a scheduled verdict is reported on. Neither can be scoped. */
const readWhatConfigRecorded = allow(
  "ReadWhatConfigRecorded",
  ["config:GetResourceConfigHistory", "config:ListDiscoveredResources"],
  "*",
);

/**
 * A run on schedule writes into its log who changed what evidence is made from, because CloudTrail's event history ends after
 * 90 days. The action cannot be scoped; the events of three days are looked up, by the names of six calls.
 */
const keepWhoCalled = allow("KeepWhoCalled", "cloudtrail:LookupEvents", "*");

/** AWS's tutorial granted these once; today it grants `xray:GetEncryptionConfig` alone. The evaluator never calls them. */
const readTracesAsTheTutorialOnceGranted = allow(
  "ReadTracesAsTheTutorialOnceGranted",
  ["xray:BatchGetTraces", "xray:GetServiceGraph", "xray:GetTraceGraph", "xray:GetTraceSummaries"],
  "*",
);

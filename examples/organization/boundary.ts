import type { PlainStatement } from "./deployer-policy";
import { guard } from "./names";
import type { PolicyAccount } from "./policy-account";

/**
 * The most that a role of the guard may do, whatever policy it is given: what docs/permissions.md lists for all of them. Who
 * deploys can make no role without it, and so gives none more.
 */
export function boundaryStatements(
  { partition, accountId }: PolicyAccount,
  { keys }: { keys: readonly string[] },
): PlainStatement[] {
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:*:${accountId}:${resource}`;
  return [
    allow(
      "ReadTheSettingAndAwsConfig",
      [
        "cloudtrail:LookupEvents",
        "config:DescribeConfigRules",
        "config:DescribeConfigurationRecorderStatus",
        "config:DescribeConfigurationRecorders",
        "config:DescribeDeliveryChannelStatus",
        "config:DescribeDeliveryChannels",
        "config:GetResourceConfigHistory",
        "config:ListDiscoveredResources",
        "xray:GetEncryptionConfig",
        "xray:GetTraceSegmentDestination",
      ],
      "*",
    ),
    allow("SetTheEncryption", ["xray:PutEncryptionConfig"], "*"),
    allow("ReportVerdicts", ["config:PutEvaluations"], "*"),
    allow("AskForAnEvaluationNow", ["config:StartConfigRulesEvaluation"], arn("config", "config-rule/*")),
    allow(
      "RunTheRunbook",
      ["ssm:StartAutomationExecution"],
      `arn:${partition}:ssm:*:*:automation-definition/AWSConfigRemediation-UpdateXRayKMSKey:*`,
    ),
    allow("FollowTheRunbook", ["ssm:GetAutomationExecution"], arn("ssm", "automation-execution/*")),
    // A key of another account may be X-Ray's, or that of a central topic.
    allow(
      "LookAtKeysAndEncrypt",
      ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      `arn:${partition}:kms:*:*:key/*`,
    ),
    {
      ...allow("LetXrayUseTheKeys", ["kms:CreateGrant"], arn("kms", "key/*")),
      Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": [...keys] } },
    },
    allow(
      "WriteItsOwnLog",
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      arn("logs", `log-group:${guard}-*`),
    ),
    allow("ReadTheKeyOfTheSpansLogGroup", ["logs:DescribeLogGroups"], arn("logs", "log-group:*")),
    allow("KeepFailedEvents", ["sqs:SendMessage"], arn("sqs", `${guard}-*`)),
    allow(
      "RememberWhatWasTold",
      ["dynamodb:GetItem", "dynamodb:PutItem"],
      arn("dynamodb", `table/${guard}-*`),
    ),
    // The notifier lets the other functions in by its own policy. A boundary limits that, too.
    allow("TellTheNotifier", ["lambda:InvokeFunction"], arn("lambda", `function:${guard}-*`)),
    // Topics of a central account are told, too.
    allow("TellPeople", ["sns:Publish"], `arn:${partition}:sns:*:*:*`),
    // The history's bucket may be another account's.
    allow("DeliverHistory", ["s3:GetBucketAcl", "s3:PutObject"], `arn:${partition}:s3:::*`),
  ];
}

function allow(Sid: string, Action: string[], Resource: string): PlainStatement {
  return { Sid, Effect: "Allow", Action, Resource: [Resource] };
}

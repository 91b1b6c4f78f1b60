import type { AwsAccount } from "../aws-account";
import { allow, interpolate } from "./policy-document";
import type { RoleNeeds } from "./service-role";

/** AWS's runbook. It sets X-Ray's key, waits for ACTIVE and checks it (Systems Manager Automation runbook reference). */
export const runbook = "AWSConfigRemediation-UpdateXRayKMSKey";

/** The role as which the runbook runs: exactly what it needs. The use of a key is granted in the key's Region. */
export function remediationRole({ partition, accountId }: AwsAccount): RoleNeeds {
  return {
    service: "ssm.amazonaws.com",
    description: "Used by AWS Config's remediation to set X-Ray's encryption.",
    conditions: { StringEquals: { "aws:SourceAccount": accountId } },
    statements: [
      allow(
        "RunTheRunbook",
        "ssm:StartAutomationExecution",
        interpolate`arn:${partition}:ssm:*:*:automation-definition/${runbook}:*`,
      ),
      allow(
        "FollowTheRunbook",
        "ssm:GetAutomationExecution",
        interpolate`arn:${partition}:ssm:*:${accountId}:automation-execution/*`,
      ),
      // X-Ray has no resource to scope it to.
      allow("SetTheEncryption", ["xray:GetEncryptionConfig", "xray:PutEncryptionConfig"], "*"),
    ],
  };
}

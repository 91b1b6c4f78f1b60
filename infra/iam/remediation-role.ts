import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { policyDocument, trustPolicy } from "./policy-document";

/** AWS's runbook: sets X-Ray's key, waits for ACTIVE, and asserts it (Systems Manager Automation runbook reference). */
export const runbook = "AWSConfigRemediation-UpdateXRayKMSKey";

export interface RemediationRoleArgs {
  account: AwsAccount;
}

/** The role as which the runbook runs, one for all Regions: exactly what the runbook needs. Keys are granted by Region. */
export class RemediationRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;
  /** Depend on it before anything is remediated. */
  readonly permission: aws.iam.RolePolicy;

  constructor(name: string, { account }: RemediationRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:RemediationRole", name, {}, opts);
    const parent = { parent: this };
    const { partition, accountId } = account;
    this.role = new aws.iam.Role(
      name,
      {
        description: "AWS Config has X-Ray's encryption put right as this role.",
        assumeRolePolicy: trustPolicy("ssm.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": accountId },
        }),
      },
      parent,
    );
    this.permission = new aws.iam.RolePolicy(
      name,
      {
        role: this.role.name,
        policy: policyDocument(
          {
            Sid: "RunTheRunbook",
            Effect: "Allow",
            Action: "ssm:StartAutomationExecution",
            Resource: pulumi.interpolate`arn:${partition}:ssm:*:*:automation-definition/${runbook}:*`,
          },
          {
            Sid: "FollowTheRunbook",
            Effect: "Allow",
            Action: "ssm:GetAutomationExecution",
            Resource: pulumi.interpolate`arn:${partition}:ssm:*:${accountId}:automation-execution/*`,
          },
          {
            // X-Ray has no resource to scope it to.
            Sid: "SetTheEncryption",
            Effect: "Allow",
            Action: ["xray:GetEncryptionConfig", "xray:PutEncryptionConfig"],
            Resource: "*",
          },
        ),
      },
      parent,
    );
    this.registerOutputs({ roleArn: this.role.arn });
  }
}

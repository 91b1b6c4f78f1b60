import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { parseKeyReference } from "../../rule/decision/key";
import type { Desired } from "../settings/desired-key";
import { encryptionConfigType } from "./encryption-rule";
import type { AwsAccount } from "../aws-account";
import { policyDocument, type Statement } from "../iam/policy-document";
import { type RemediationRole, runbook } from "../iam/remediation-role";
import type { Settings } from "../settings/settings";

export interface RemediationArgs {
  account: AwsAccount;
  region: string;
  rule: aws.cfg.Rule;
  role: RemediationRole;
  /** One definite key (`checkSettings` saw to it). */
  desired: Desired;
  settings: Pick<Settings, "remediation" | "remediationAttempts" | "remediationIntervalSeconds">;
}

/** Lets AWS Config set X-Ray's key right, by itself or when somebody says so (`enforcement: remediate`), in one Region. */
export class Remediation extends pulumi.ComponentResource {
  constructor(name: string, args: RemediationArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Remediation", name, {}, opts);
    const { region, role, settings } = args;
    const mayUseTheKey = new aws.iam.RolePolicy(
      name,
      { role: role.role.name, policy: policyDocument(useOfTheKey(args)) },
      { parent: this },
    );
    new aws.cfg.RemediationConfiguration(
      name,
      {
        region,
        configRuleName: args.rule.name,
        resourceType: encryptionConfigType,
        targetType: "SSM_DOCUMENT",
        targetId: runbook,
        parameters: [
          { name: "KeyId", staticValue: args.desired.desiredKey },
          { name: "AutomationAssumeRole", staticValue: role.role.arn },
        ],
        automatic: settings.remediation === "automatic",
        // A key that cannot be used stays wrong however often it is set: after so many attempts AWS Config gives up.
        maximumAutomaticAttempts: settings.remediationAttempts,
        retryAttemptSeconds: settings.remediationIntervalSeconds,
      },
      { parent: this, dependsOn: [mayUseTheKey, role.permission] },
    );
    this.registerOutputs({});
  }
}

/** X-Ray asks whoever sets a key for a grant on it. An alias names its key only when the runbook runs. */
function useOfTheKey({ account, region, desired }: RemediationArgs): Statement {
  const key = parseKeyReference(desired.desiredKey);
  const aliasName = key !== undefined && "aliasName" in key ? key.aliasName : undefined;
  const keyId = key !== undefined && "keyId" in key ? key.keyId : "*";
  const ownerId = key !== undefined && "accountId" in key ? key.accountId : account.accountId;
  return {
    Sid: "UseTheDesiredKey",
    Effect: "Allow",
    Action: ["kms:CreateGrant", "kms:DescribeKey"],
    Resource: pulumi.interpolate`arn:${account.partition}:kms:${region}:${ownerId}:key/${keyId}`,
    ...(aliasName !== undefined && {
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": aliasName } },
    }),
  };
}

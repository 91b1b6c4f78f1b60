import * as pulumi from "@pulumi/pulumi";
import { parseKeyReference } from "../../rule/decision/key";
import { encryptionConfigType } from "../../rule/decision/setting";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { allow, interpolate, policyDocument, type Statement } from "../iam/policy-document";
import { runbook } from "../iam/remediation-role";
import type { ServiceRole } from "../iam/service-role";
import type { Desired } from "../settings/desired-key";
import type { Settings } from "../settings/settings";

export interface RemediationArgs {
  account: AwsAccount;
  region: string;
  rule: aws.cfg.Rule;
  role: ServiceRole;
  /** One key. `checkSettings` refuses anything else. */
  desired: pulumi.Output<Desired>;
  settings: Pick<Settings, "remediation" | "remediationAttempts" | "remediationIntervalSeconds">;
}

/** Lets AWS Config set X-Ray's key, automatically or after approval (`enforcement: remediate`), in one Region. */
export class Remediation extends pulumi.ComponentResource {
  constructor(name: string, args: RemediationArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Remediation", name, {}, opts);
    const { region, role, settings } = args;
    const keyPolicy = new aws.iam.RolePolicy(
      name,
      {
        role: role.role.name,
        policy: policyDocument(args.desired.apply((desired) => useDesiredKey(args, desired))),
      },
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
        // In alphabetical order, as the provider reads them back. Any other order is a difference at every `pulumi up`.
        parameters: [
          { name: "AutomationAssumeRole", staticValue: role.role.arn },
          { name: "KeyId", staticValue: args.desired.desiredKey },
        ],
        automatic: settings.remediation === "automatic",
        // Setting a key that cannot be used never helps, so AWS Config must give up at some point.
        maximumAutomaticAttempts: settings.remediationAttempts,
        retryAttemptSeconds: settings.remediationIntervalSeconds,
      },
      { parent: this, dependsOn: [keyPolicy, ...role.permissions] },
    );
    this.registerOutputs({});
  }
}

/**
 * What remediation may do in one Region: X-Ray needs a grant on the key from the role that sets it. An alias is resolved only
 * when the runbook runs.
 */
export function useDesiredKey(
  { account, region }: Pick<RemediationArgs, "account" | "region">,
  desired: Desired,
): Statement {
  const named: { aliasName?: string; keyId?: string; accountId?: pulumi.Input<string> } =
    parseKeyReference(desired.desiredKey) ?? {};
  const { aliasName, keyId = "*", accountId = account.accountId } = named;
  return allow(
    "UseTheDesiredKey",
    ["kms:CreateGrant", "kms:DescribeKey"],
    interpolate`arn:${account.partition}:kms:${region}:${accountId}:key/${keyId}`,
    aliasName === undefined
      ? undefined
      : { "ForAnyValue:StringEquals": { "kms:ResourceAliases": aliasName } },
  );
}

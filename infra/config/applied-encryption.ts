import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Desired } from "../settings/desired-key";

export interface AppliedEncryptionArgs {
  region: string;
  /** One definite key, or the default encryption (`checkSettings` saw to it). */
  desired: Desired;
  /** What should see the change: made earlier, it would go unrecorded. */
  watchers: pulumi.Resource[];
}

/**
 * Sets X-Ray's encryption when the stack is deployed (`enforcement: apply`). Destroying it changes nothing in AWS. Whoever
 * deploys needs `kms:CreateGrant` and `kms:DescribeKey` on the key.
 */
export class AppliedEncryption extends pulumi.ComponentResource {
  constructor(name: string, args: AppliedEncryptionArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:AppliedEncryption", name, {}, opts);
    const { region, desired } = args;
    new aws.xray.EncryptionConfig(
      name,
      desired.encryption.kind === "none"
        ? { region, type: "NONE" }
        : {
            region,
            type: "KMS",
            // X-Ray stores the ARN whichever form it was given, and the provider would see an alias as drift.
            keyId: aws.kms.getKeyOutput({ keyId: desired.desiredKey, region }, { parent: this }).arn,
          },
      { parent: this, dependsOn: args.watchers },
    );
    this.registerOutputs({});
  }
}

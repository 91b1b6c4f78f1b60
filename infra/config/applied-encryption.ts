import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { keyArn } from "../key-arn";
import type { Desired } from "../settings/desired-key";

export interface AppliedEncryptionArgs {
  region: string;
  /** What names the desired key: `desiredKey`, or a Region's own. */
  setting: string;
  /** One key, or the default encryption. `checkSettings` refuses anything else. */
  desired: pulumi.Output<Desired>;
  /** What the look-up of the key waits for: whatever makes the key or its alias. */
  dependsOn: NonNullable<pulumi.ResourceOptions["dependsOn"]>;
  /** What records and reports the change. A change made before these exist goes unrecorded. */
  watchers: pulumi.Resource[];
}

/**
 * Sets X-Ray's encryption when the stack is deployed (`enforcement: apply`). Destroying it changes nothing in AWS. The
 * credentials that deploy need `kms:CreateGrant` and `kms:DescribeKey` on the key.
 */
export class AppliedEncryption extends pulumi.ComponentResource {
  constructor(name: string, args: AppliedEncryptionArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:AppliedEncryption", name, {}, opts);
    const { region, setting, desired, dependsOn } = args;
    const isNone = desired.apply(({ encryption }) => encryption.kind === "none");
    new aws.xray.EncryptionConfig(
      name,
      {
        region,
        type: isNone.apply((none) => (none ? "NONE" : "KMS")),
        // X-Ray stores the key's ARN, and the provider would show any other form as a difference.
        keyId: isNone.apply((none): pulumi.Output<string | undefined> =>
          none
            ? pulumi.output(undefined)
            : keyArn({ setting, keyId: desired.desiredKey, region }, { parent: this, dependsOn }),
        ),
      },
      { parent: this, dependsOn: args.watchers },
    );
    this.registerOutputs({});
  }
}

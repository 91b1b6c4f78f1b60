import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";
import { asItIs, masked } from "./settings/known-later";
import { StackConfigError } from "./settings/stack-config-error";

export interface KeyArnArgs {
  /** What names the key, for whoever reads the error. */
  setting: string;
  /** An alias, a key ID, or the ARN of either. */
  keyId: pulumi.Input<string>;
  /** The provider's own where left out. */
  region?: string;
}

export interface KeyArnOptions {
  parent: pulumi.Resource;
  /** What the look-up waits for: whatever makes the key or its alias. */
  dependsOn: NonNullable<pulumi.ResourceOptions["dependsOn"]>;
}

/** By setting and key, because a key may be looked up for each Region. Pulumi reports one error once. */
const refusals = new Map<string, pulumi.RunError>();

/**
 * Looks up a key. If AWS refuses, the program ends with one sentence, as for other settings.
 *
 * @returns the key's ARN
 */
export function keyArn(
  { setting, keyId, ...inRegion }: KeyArnArgs,
  options: KeyArnOptions,
): pulumi.Output<string> {
  const named = pulumi.output(keyId);
  return named.apply(
    (known) =>
      // Given as an Output, so that a preview does not look for a key that the same program makes.
      pulumi.recover(
        aws.kms.getKeyOutput({ keyId: named, ...inRegion }, options),
        async ({ message }: Error) => {
          const refused = refusal(setting, known, message);
          const error = asItIs((await pulumi.isSecret(named)) ? masked(refused, known) : refused);
          const id = `${setting} ${known}`;
          const first = refusals.get(id) ?? error;
          refusals.set(id, first);
          throw first;
        },
      ).arn,
  );
}

function refusal(setting: string, keyId: string, message: string): StackConfigError {
  // Before AWS's answer, which names the Region, stands what Pulumi calls the look-up.
  const answer = message
    .replace(/.*? returned an error: /s, "")
    .replace(/\s+/g, " ")
    .replace(/\.$/, "");
  return new StackConfigError(
    setting,
    keyId,
    `expected a key that exists and that the deploying credentials may look up (kms:DescribeKey), but AWS answers "${answer}"; create the key first, or name another.`,
  );
}

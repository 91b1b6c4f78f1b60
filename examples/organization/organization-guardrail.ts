import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardrail, mostCharacters } from "./guardrail";
import type { Settings } from "./settings";

/** The guardrail, bound to the accounts under the targets. */
export class OrganizationGuardrail extends pulumi.ComponentResource {
  constructor(
    name: string,
    { partition, ...settings }: Settings & { partition: string },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("xray-encryption-organization:index:OrganizationGuardrail", name, {}, opts);
    const parent = { parent: this };
    const content = JSON.stringify(
      guardrail({
        partition,
        rolePath: settings.rolesAreUnder,
        keys: settings.keysAreCalled,
        passing: settings.alwaysMay,
        keyKeepers: settings.mayKeepKeys,
        ruleKeepers: settings.mayKeepRules,
      }),
    );
    if (content.length > mostCharacters) {
      throw new pulumi.RunError(
        `The guardrail has ${content.length} characters, and AWS takes ${mostCharacters}: name fewer roles in alwaysMay, mayKeepKeys and mayKeepRules, or one alias with * in keysAreCalled.`,
      );
    }
    const policy = new aws.organizations.Policy(
      name,
      {
        type: "SERVICE_CONTROL_POLICY",
        description: "Only named roles change X-Ray's encryption, or what watches it.",
        content,
      },
      parent,
    );
    for (const targetId of settings.guardedUnder) {
      new aws.organizations.PolicyAttachment(
        `${name}-${targetId}`,
        { policyId: policy.id, targetId },
        parent,
      );
    }
    this.registerOutputs();
  }
}

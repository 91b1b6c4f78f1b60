import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { rulePermissions } from "./rule-permissions";
import { policyDocument, trustPolicy } from "./policy-document";
import type { Settings } from "../settings/settings";

export interface EventDetectorRoleArgs {
  account: AwsAccount;
  settings: Pick<Settings, "transactionSearch">;
}

/** The role of the event detector, one for all Regions: it judges, but reports to nobody but people. */
export class EventDetectorRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;
  /** Depend on it before the function is first invoked. */
  readonly permission: aws.iam.RolePolicy;

  constructor(
    name: string,
    { account, settings }: EventDetectorRoleArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("xray-encryption-guard:index:EventDetectorRole", name, {}, opts);
    const parent = { parent: this };
    this.role = new aws.iam.Role(
      name,
      {
        description: "The event detector judges X-Ray's encryption setting as this role.",
        // Unconditional, for the evaluator role's reason.
        assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
      },
      parent,
    );
    this.permission = new aws.iam.RolePolicy(
      name,
      { role: this.role.name, policy: policyDocument(...rulePermissions(account, settings)) },
      parent,
    );
    this.registerOutputs({ roleArn: this.role.arn });
  }
}

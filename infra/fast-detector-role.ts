import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";
import type { Home } from "./home";
import { judgingStatements } from "./judging-statements";
import { policyDocument, trustPolicy } from "./policy-document";
import type { Settings } from "./settings";

export interface FastDetectorRoleArgs {
  home: Home;
  settings: Pick<Settings, "transactionSearch">;
}

/** The role of the fast detector, one for all Regions: it judges, but reports to nobody but people. */
export class FastDetectorRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;
  /** Depend on it before the function is first invoked. */
  readonly permission: aws.iam.RolePolicy;

  constructor(name: string, { home, settings }: FastDetectorRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:FastDetectorRole", name, {}, opts);
    const parent = { parent: this };
    this.role = new aws.iam.Role(
      name,
      {
        description: "The fast detector judges X-Ray's encryption setting as this role.",
        // Unconditional, for the evaluator role's reason.
        assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
      },
      parent,
    );
    this.permission = new aws.iam.RolePolicy(
      name,
      { role: this.role.name, policy: policyDocument(...judgingStatements(home, settings)) },
      parent,
    );
    this.registerOutputs({ roleArn: this.role.arn });
  }
}

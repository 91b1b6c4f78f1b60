import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "./settings";
import { accountTemplate } from "./template";

/**
 * The role that the fleet deploys with, in every account under the targets, and in every one that comes later: a StackSet, since
 * Pulumi cannot come before it.
 *
 * StackSets leaves out the management account, wherever that is in the organization.
 */
export class DeploymentRole extends pulumi.ComponentResource {
  readonly stackSetName: pulumi.Output<string>;

  constructor(name: string, settings: Settings, opts?: pulumi.ComponentResourceOptions) {
    super("xray-encryption-organization:index:DeploymentRole", name, {}, opts);
    const parent = { parent: this };
    const stackSet = new aws.cloudformation.StackSet(
      name,
      {
        description: "What xray-encryption-guard needs in an account before it is deployed there.",
        permissionModel: "SERVICE_MANAGED",
        // An account that joins later gets the role, and one that leaves loses it.
        autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
        // The roles have names that the guardrail and the workflow know.
        capabilities: ["CAPABILITY_NAMED_IAM"],
        templateBody: JSON.stringify(accountTemplate(settings)),
        operationPreferences: atOnce,
      },
      // AWS answers with an execution role's name, which this permission model has no use for.
      { ...parent, ignoreChanges: ["administrationRoleArn", "executionRoleName"] },
    );
    new aws.cloudformation.StackSetInstance(
      name,
      {
        stackSetName: stackSet.name,
        deploymentTargets: { organizationalUnitIds: settings.guardedUnder },
        operationPreferences: atOnce,
      },
      parent,
    );
    this.stackSetName = stackSet.name;
    this.registerOutputs();
  }
}

/** One account that fails stops the rest. By default AWS takes one after the other, and the provider waits 30 minutes. */
const atOnce = {
  concurrencyMode: "SOFT_FAILURE_TOLERANCE",
  failureToleranceCount: 0,
  maxConcurrentCount: 10,
};

import { AwsError } from "../../account/aws-error";
import { ifExists, type NewResource, type ResourceType } from "../../deployment/resource";
import { managedBy } from "../organizations/resources";

/** The CloudFormation resources of the AWS provider, as far as an organization's StackSets use them. */
export const cloudformationResources: Record<string, ResourceType> = {
  "aws:cloudformation/stackSet:StackSet": {
    create: async (resource) => {
      const { account, inputs, physicalName } = resource;
      const name = inputs.optionalString("name") ?? physicalName;
      const { stackSets } = managedBy(account);
      const isAutomatic = inputs.optionalBlock("autoDeployment")?.optionalBoolean("enabled") === true;
      stackSets.create(name, { ...readInputs(resource), isAutomatic });
      return { id: name, name, stackSetId: `${name}:local` };
    },
    update: async (resource) => {
      managedBy(resource.account).stackSets.update(resource.id, readInputs(resource));
      return {};
    },
    read: async ({ account, id }) => ifExists(managedBy(account).stackSets.exists(id)),
    delete: async ({ account, id }) => managedBy(account).stackSets.delete(id),
  },

  "aws:cloudformation/stackSetInstance:StackSetInstance": {
    create: async ({ account, region, inputs }) => {
      const organization = managedBy(account);
      const targets = inputs.block("deploymentTargets");
      targets.rejectUnsupported("accounts", "accountFilterType", "accountsUrl");
      const units = targets.strings("organizationalUnitIds");
      const unknown = units.find((unit) => ![organization.root, organization.unit].includes(unit));
      if (unknown !== undefined)
        throw new AwsError("ValidationError", `Organizational unit ${unknown} is not of this organization.`);
      const name = inputs.string("stackSetName");
      organization.stackSets.createInstances(name);
      const where = inputs.optionalString("stackSetInstanceRegion") ?? region.name;
      return { id: [name, units.join("/"), where].join(","), stackSetInstanceRegion: where };
    },
    // Only how AWS goes about it changes in place.
    update: async () => ({}),
    read: async ({ account, inputs }) =>
      ifExists(managedBy(account).stackSets.hasInstances(inputs.string("stackSetName"))),
    delete: async ({ account, inputs }) =>
      managedBy(account).stackSets.deleteInstances(inputs.string("stackSetName")),
  },
};

function readInputs({ inputs }: NewResource): { body: string; capabilities: string[] } {
  inputs.rejectUnsupported("templateUrl", "parameters", "administrationRoleArn", "executionRoleName");
  if (inputs.optionalString("permissionModel") !== "SERVICE_MANAGED")
    throw new Error("the local account has StackSets of the permission model SERVICE_MANAGED alone");
  return { body: inputs.string("templateBody"), capabilities: inputs.strings("capabilities") };
}

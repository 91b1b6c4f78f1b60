import { AwsError } from "../../account/aws-error";
import type { Account } from "../../account/account";
import { ifExists, type ResourceType } from "../../deployment/resource";
import type { Organization } from "./organization";

/** @throws AwsError where the account is in no organization, or not its management account */
export function managedBy(account: Account): Organization {
  const { organization } = account;
  if (organization === undefined) {
    throw new AwsError(
      "AWSOrganizationsNotInUseException",
      "Your account is not a member of an organization.",
    );
  }
  organization.requireManagement(account.id);
  return organization;
}

/** The Organizations resources of the AWS provider. */
export const organizationsResources: Record<string, ResourceType> = {
  "aws:organizations/policy:Policy": {
    create: async ({ account, inputs, physicalName }) => {
      const organization = managedBy(account);
      requireServiceControl(inputs.optionalString("type"));
      const name = inputs.optionalString("name") ?? physicalName;
      const id = organization.createPolicy(name, inputs.string("content"));
      return {
        id,
        name,
        arn: `arn:${account.partition}:organizations::${account.id}:policy/${organization.id}/service_control_policy/${id}`,
      };
    },
    update: async ({ account, id, inputs }) => {
      managedBy(account).updatePolicy(id, inputs.string("name"), inputs.string("content"));
      return {};
    },
    read: async ({ account, id }) => ifExists(managedBy(account).findPolicy(id)),
    delete: async ({ account, id }) => managedBy(account).deletePolicy(id),
  },

  "aws:organizations/policyAttachment:PolicyAttachment": {
    create: async ({ account, inputs }) => {
      const [policy, target] = [inputs.string("policyId"), inputs.string("targetId")];
      managedBy(account).attach(policy, target);
      return { id: `${target}:${policy}` };
    },
    read: async ({ account, inputs }) =>
      ifExists(managedBy(account).isAttached(inputs.string("policyId"), inputs.string("targetId"))),
    delete: async ({ account, inputs }) =>
      managedBy(account).detach(inputs.string("policyId"), inputs.string("targetId")),
  },

  "aws:organizations/delegatedAdministrator:DelegatedAdministrator": {
    create: async ({ account, inputs }) => {
      const [id, service] = [inputs.string("accountId"), inputs.string("servicePrincipal")];
      managedBy(account).registerAdministrator(id, service);
      return { id: `${id}/${service}` };
    },
    read: async ({ account, inputs }) =>
      ifExists(
        managedBy(account).isAdministrator(inputs.string("accountId"), inputs.string("servicePrincipal")),
      ),
    delete: async ({ account, inputs }) =>
      managedBy(account).deregisterAdministrator(
        inputs.string("accountId"),
        inputs.string("servicePrincipal"),
      ),
  },
};

function requireServiceControl(type = "SERVICE_CONTROL_POLICY"): void {
  if (type !== "SERVICE_CONTROL_POLICY")
    throw new Error(`the local account simulates service control policies, not ${type}`);
}

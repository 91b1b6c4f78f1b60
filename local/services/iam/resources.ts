import { ifExists, type ResourceType } from "../../deployment/resource";

/** The IAM resources of the AWS provider. */
export const iamResources: Record<string, ResourceType> = {
  "aws:iam/role:Role": {
    create: async ({ account, inputs, physicalName }) => {
      inputs.rejectUnsupported("inlinePolicies", "managedPolicyArns");
      const name = inputs.optionalString("name") ?? physicalName;
      const { arn } = account.iam.createRole(
        name,
        inputs.document("assumeRolePolicy"),
        inputs.optionalString("path"),
      );
      account.iam.bound(name, inputs.optionalString("permissionsBoundary"));
      account.iam.describe(name, inputs.optionalString("description"));
      return {
        id: name,
        arn,
        name,
        uniqueId: account.iam.roleId(name),
        createDate: account.clock.iso(),
      };
    },
    update: async ({ account, id, inputs }) => {
      inputs.rejectUnsupported("inlinePolicies", "managedPolicyArns");
      account.iam.bound(id, inputs.optionalString("permissionsBoundary"));
      account.iam.describe(id, inputs.optionalString("description"));
      account.iam.setTrustPolicy(id, inputs.document("assumeRolePolicy"));
      return {};
    },
    read: async ({ account, id }) => ifExists(account.iam.find(id)),
    delete: async ({ account, id }) => account.iam.deleteRole(id),
  },

  "aws:iam/rolePolicy:RolePolicy": {
    create: async ({ account, inputs, physicalName }) => {
      const name = inputs.optionalString("name") ?? physicalName;
      const role = inputs.string("role");
      account.iam.putRolePolicy(role, name, inputs.document("policy"));
      return { id: `${role}:${name}`, name };
    },
    read: async ({ account, id }) => {
      const [role = "", name = ""] = id.split(":");
      return ifExists(account.iam.find(role)?.inline.has(name));
    },
    delete: async ({ account, id }) => {
      const [role = "", name = ""] = id.split(":");
      account.iam.deleteRolePolicy(role, name);
    },
  },

  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    create: async ({ account, inputs }) => {
      const role = inputs.string("role");
      const policyArn = inputs.string("policyArn");
      account.iam.attachRolePolicy(role, policyArn);
      return { id: `${role}/${policyArn}` };
    },
    read: async ({ account, inputs }) =>
      ifExists(account.iam.find(inputs.string("role"))?.attached.has(inputs.string("policyArn"))),
    delete: async ({ account, inputs }) =>
      account.iam.detachRolePolicy(inputs.string("role"), inputs.string("policyArn")),
  },
};

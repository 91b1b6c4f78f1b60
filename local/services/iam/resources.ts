import type { Create } from "../../deployment/resource";

/** The IAM resources of the AWS provider. */
export const iamResources: Record<string, Create> = {
  "aws:iam/role:Role": async ({ account, inputs, physicalName }) => {
    inputs.rejectUnsupported("inlinePolicies", "managedPolicyArns", "permissionsBoundary");
    const name = inputs.optionalString("name") ?? physicalName;
    const { arn } = account.iam.createRole(
      name,
      inputs.document("assumeRolePolicy"),
      inputs.optionalString("path"),
    );
    return {
      id: name,
      arn,
      name,
      uniqueId: account.iam.roleId(name),
      createDate: account.clock.iso(),
    };
  },

  "aws:iam/rolePolicy:RolePolicy": async ({ account, inputs, physicalName }) => {
    const name = inputs.optionalString("name") ?? physicalName;
    const role = inputs.string("role");
    account.iam.putRolePolicy(role, name, inputs.document("policy"));
    return { id: `${role}:${name}`, name };
  },

  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": async ({ account, inputs }) => {
    const role = inputs.string("role");
    const policyArn = inputs.string("policyArn");
    account.iam.attachRolePolicy(role, policyArn);
    return { id: `${role}/${policyArn}` };
  },
};

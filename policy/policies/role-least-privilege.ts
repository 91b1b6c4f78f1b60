import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { principalsWithoutSourceAccount } from "../iam/source-account";
import { configurable } from "../support/config";
import { objectsOf, stringOf, stringsOf } from "../support/property";
import { isOfType } from "../support/resource";
import { parsePolicyDocument, PolicyDocumentError, type Statement } from "../iam/statement";
import { checkAll } from "../support/unknown-values";
import { isUnscoped } from "../iam/is-unscoped";
import { securityBestPractice } from "../support/framework";

interface PrivilegeConfig {
  allowedWildcards: string[];
  unscopedActions: string[];
  unboundServices: string[];
}

const config = configurable<PrivilegeConfig>({
  allowedWildcards: {
    type: "array",
    description: "Allowed actions with a wildcard.",
    // AWS's own guides use them. Each wildcard covers two actions that belong together.
    default: ["kms:GenerateDataKey*", "kms:ReEncrypt*"],
  },
  unscopedActions: {
    type: "array",
    description: "Further actions that IAM cannot scope to a resource, besides those that the policy knows.",
    // Both can be scoped to recorders. But a call for all recorders names none, and IAM then checks it against `*`.
    default: ["config:DescribeConfigurationRecorders", "config:DescribeConfigurationRecorderStatus"],
  },
  unboundServices: {
    type: "array",
    description: "Services that a role may trust without a condition on the account.",
    // Lambda only accepts roles of the function's own account. It sends no source account when it assumes a role, so a
    // condition on it would lock Lambda out.
    default: ["lambda.amazonaws.com"],
  },
});

/**
 * Whatever a role may do, a mistake or an intruder in its function may do too.
 *
 * Checks each policy document of a role: its permissions and its trust policy.
 */
export const roleLeastPrivilege: ResourceValidationPolicy = {
  name: "role-least-privilege",
  displayName: "A role has least privilege",
  tags: ["iam", "access"],
  framework: securityBestPractice(
    "IAM.21",
    "IAM customer managed policies that you create should not allow wildcard actions for services",
  ),
  description:
    "A role is granted no wildcard actions, the resource `*` only for actions that IAM cannot scope, and trusts services for its own account only.",
  severity: "high",
  remediationSteps:
    "List the actions that are needed, name the resources they are needed on, and bind the trust in a service by aws:SourceAccount.",
  configSchema: config.schema,
  validateResource: (args, reportViolation) => {
    const settings = config.read(args);
    checkAll(documentsOf(args), ({ what, read, problems }) => {
      try {
        for (const statement of parsePolicyDocument(read())) {
          for (const problem of problems(statement, settings)) {
            reportViolation(`In the ${what}, ${statement.name} ${problem}`);
          }
        }
      } catch (error) {
        if (!(error instanceof PolicyDocumentError)) throw error;
        reportViolation(`The ${what} ${error.message}: write an IAM policy document.`);
      }
    });
    checkAll(attachedPolicies(args), (arn) => {
      if (/:iam::aws:policy\/.*(?:AdministratorAccess|PowerUserAccess|FullAccess)/.test(arn)) {
        reportViolation(
          `The role has the policy ${arn}, which allows far more than one task needs: attach a policy with the needed actions only.`,
        );
      }
    });
  },
};

interface PolicyDocument {
  what: string;
  /** Deferred, because reading throws if the document is not known yet. */
  read: () => unknown;
  problems: (statement: Statement, settings: PrivilegeConfig) => string[];
}

function documentsOf(args: ResourceValidationArgs): PolicyDocument[] {
  const read = (name: string) => () => args.props[name] as unknown;
  if (isOfType(args, "iam", "Role")) {
    return [
      { what: "trust policy", read: read("assumeRolePolicy"), problems: trustProblems },
      ...objectsOf(args.props, "inlinePolicies")
        .filter((inline) => inline["policy"] !== undefined)
        .map((inline) => ({ what: "inline policy", read: () => inline["policy"], problems: grantProblems })),
    ];
  }
  return isOfType(args, "iam", "RolePolicy") || isOfType(args, "iam", "Policy")
    ? [{ what: "policy", read: read("policy"), problems: grantProblems }]
    : [];
}

function attachedPolicies(args: ResourceValidationArgs): string[] {
  if (isOfType(args, "iam", "Role")) return stringsOf(args.props, "managedPolicyArns");
  return isOfType(args, "iam", "RolePolicyAttachment") ? [stringOf(args.props, "policyArn") ?? ""] : [];
}

function trustProblems(statement: Statement, { unboundServices }: PrivilegeConfig): string[] {
  return [
    ...(statement.allows && statement.allButPrincipals
      ? ["trusts everyone except some (NotPrincipal): list who may assume the role as Principal."]
      : []),
    ...principalsWithoutSourceAccount(statement, unboundServices).map(
      ({ value }) => `trusts ${value} for any account: add a condition StringEquals aws:SourceAccount.`,
    ),
  ];
}

function grantProblems(statement: Statement, settings: PrivilegeConfig): string[] {
  if (!statement.allows) return [];
  const { actions, notActions, resources, notResources } = statement;
  const isIn = (list: string[], action: string) =>
    list.some((one) => one.toLowerCase() === action.toLowerCase());
  const wildcards = actions.filter(
    (action) => /[*?]/.test(action) && !isIn(settings.allowedWildcards, action),
  );
  const scopable = actions.filter(
    (action) => !wildcards.includes(action) && !isUnscoped(action) && !isIn(settings.unscopedActions, action),
  );
  return [
    ...(notActions.length > 0
      ? ["allows all actions except some (NotAction): list the actions that are needed."]
      : []),
    ...(notResources.length > 0
      ? ["allows all resources except some (NotResource): name the resources that are needed."]
      : []),
    ...wildcards.map((action) => `allows ${action}: list the actions that are needed.`),
    ...(resources.includes("*") && scopable.length > 0
      ? [
          `allows ${scopable.join(", ")} on *: name the resources, or add actions that IAM cannot scope to this policy's unscopedActions.`,
        ]
      : []),
  ];
}

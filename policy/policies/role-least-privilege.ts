import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { principalsWithoutSourceAccount } from "../iam/source-account";
import { configurable } from "../support/config";
import { objectsOf, stringOf, stringsOf } from "../support/property";
import { isOfType } from "../support/resource";
import { parsePolicyDocument, PolicyDocumentError, type Statement } from "../iam/statement";
import { checkAll } from "../support/unknown-values";
import { isUnscoped } from "../iam/unscoped-actions";

interface PrivilegeConfig {
  allowedWildcards: string[];
  unscopedActions: string[];
  unboundServices: string[];
}

const config = configurable<PrivilegeConfig>({
  allowedWildcards: {
    type: "array",
    description: "Actions with a wildcard that may be granted.",
    // AWS's own guides write them so: each is a family of two that belong together.
    default: ["kms:GenerateDataKey*", "kms:ReEncrypt*"],
  },
  unscopedActions: {
    type: "array",
    description: "Further actions that IAM cannot scope to a resource, beside those that the policy knows.",
    // They can name recorders, but a call that asks for all of them names none, and is then judged against `*`.
    default: ["config:DescribeConfigurationRecorders", "config:DescribeConfigurationRecorderStatus"],
  },
  unboundServices: {
    type: "array",
    description: "Services that a role may trust without a condition on the account.",
    // Lambda takes only roles of the function's own account, and names no source account when it assumes one: a
    // condition on it would lock Lambda out.
    default: ["lambda.amazonaws.com"],
  },
});

/** Judges what a role may do and who may be it, document by document. */
export const roleLeastPrivilege: ResourceValidationPolicy = {
  name: "role-least-privilege",
  description:
    "A role is granted no wildcard action, `*` only for what IAM cannot scope, and trusts services for its own account only.",
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
        reportViolation(`The role is given ${arn}, which allows all actions: attach what is needed instead.`);
      }
    });
  },
};

interface DocumentToJudge {
  what: string;
  /** Deferred, because reading throws where the document is not known yet. */
  read: () => unknown;
  problems: (statement: Statement, settings: PrivilegeConfig) => string[];
}

function documentsOf(args: ResourceValidationArgs): DocumentToJudge[] {
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
      ? ["trusts everybody but some: name who may assume the role as Principal."]
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
    ...(notActions.length > 0 ? ["allows all actions but some: list the actions that are needed."] : []),
    ...(notResources.length > 0
      ? ["allows all resources but some: name the resources that are needed."]
      : []),
    ...wildcards.map((action) => `allows ${action}: list the actions that are needed.`),
    ...(resources.includes("*") && scopable.length > 0
      ? [
          `allows ${scopable.join(", ")} on *: name the resources, or add what IAM cannot scope to this policy's unscopedActions.`,
        ]
      : []),
  ];
}

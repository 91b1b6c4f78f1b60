import { boundaryStatements } from "./boundary";
import { deployerStatements, type PlainStatement, previewerStatements } from "./deployer-policy";
import { audience, boundary, deployer, issuer, previewer } from "./names";
import { everyAccount } from "./policy-account";
import type { Settings } from "./settings";

/** Characters that IAM takes of the inline policies of one role together. */
export const mostOfRole = 10_240;

/** Characters that IAM takes of a managed policy. */
export const mostOfPolicy = 6_144;

/** What the template of an account is made from. */
export type TemplateSettings = Pick<
  Settings,
  | "deployedFrom"
  | "deployedInEnvironments"
  | "previewedOnBranch"
  | "gitHubProvider"
  | "keysAreCalled"
  | "rolesAreUnder"
  | "stateBucket"
  | "stateKey"
>;

/** A CloudFormation template, as far as this program writes one. */
export interface Template {
  AWSTemplateFormatVersion: "2010-09-09";
  Description: string;
  Resources: Record<string, { Type: string; DependsOn?: string; Properties: Record<string, unknown> }>;
}

/**
 * What every account gets before Pulumi can come: GitHub's identity provider, the roles of `pulumi up` and `pulumi preview`, and
 * the policies that bound the first and all roles that it makes.
 */
export function accountTemplate(settings: TemplateSettings): Template {
  const { deployedFrom, deployedInEnvironments, previewedOnBranch, gitHubProvider } = settings;
  const { keysAreCalled: keys, rolesAreUnder: rolePath, stateBucket, stateKey } = settings;
  const state = { bucket: stateBucket, key: stateKey };
  const createsProvider = gitHubProvider === "create";
  const deploys = deployerStatements(everyAccount, { keys, rolePath, state });

  const role = (name: string, description: string, subjects: string[], statements: PlainStatement[]) => ({
    Type: "AWS::IAM::Role",
    // The trust names the provider by its ARN, which IAM does not look up.
    ...(createsProvider && { DependsOn: "GitHub" }),
    Properties: {
      RoleName: name,
      Description: description,
      AssumeRolePolicyDocument: trust(subjects),
      Policies: [{ PolicyName: name, PolicyDocument: document(statements) }],
    },
  });
  const deployerRole = role(
    deployer,
    "Deploys xray-encryption-guard, from jobs of named GitHub environments.",
    deployedInEnvironments.map((environment) => `repo:${deployedFrom}:environment:${environment}`),
    deploys,
  );

  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "What xray-encryption-guard needs in an account before it is deployed there.",
    Resources: {
      ...(createsProvider && {
        GitHub: {
          Type: "AWS::IAM::OIDCProvider",
          Properties: { Url: `https://${issuer}`, ClientIdList: [audience] },
        },
      }),
      Boundary: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: {
          ManagedPolicyName: boundary,
          Description: "Bounds each role of xray-encryption-guard.",
          PolicyDocument: document(boundaryStatements(everyAccount, { keys })),
        },
      },
      DeployerBoundary: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: {
          ManagedPolicyName: `${deployer}-boundary`,
          Description: "Bounds the role that deploys xray-encryption-guard, whatever it is given later.",
          PolicyDocument: document(fenced(deploys)),
        },
      },
      Deployer: {
        ...deployerRole,
        Properties: { ...deployerRole.Properties, PermissionsBoundary: { Ref: "DeployerBoundary" } },
      },
      Previewer: role(
        previewer,
        "Previews xray-encryption-guard, from pull requests and the nightly check: it may read alone.",
        [`repo:${deployedFrom}:pull_request`, `repo:${deployedFrom}:ref:refs/heads/${previewedOnBranch}`],
        previewerStatements(everyAccount, { rolePath, state }),
      ),
    },
  };
}

/** The same services on the same resources, shorter: a boundary may hold half of what a role's own policies may. */
export function fenced(statements: PlainStatement[]): PlainStatement[] {
  return statements.map((statement) => {
    const { Action, Resource } = statement;
    const [first = ""] = Action;
    const service = first.slice(0, first.indexOf(":"));
    const isScoped = Resource.every((resource) => resource.includes("xray-encryption-guard-"));
    return isScoped && service !== "iam" ? { ...statement, Action: [`${service}:*`] } : statement;
  });
}

/** Lets jobs of the repository in, whose tokens GitHub issued for AWS, and no others. */
function trust(subjects: string[]): unknown {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OnlyTheseJobsOfThisRepository",
        Effect: "Allow",
        Principal: {
          Federated: sub(
            `arn:${everyAccount.partition}:iam::${everyAccount.accountId}:oidc-provider/${issuer}`,
          ),
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subjects } },
      },
    ],
  };
}

function document(statements: PlainStatement[]): unknown {
  return { Version: "2012-10-17", Statement: statements.map((statement) => substituted(statement)) };
}

/** Has CloudFormation fill in each text that names a place. */
function substituted(value: unknown): unknown {
  if (typeof value === "string") return value.includes("${AWS::") ? sub(value) : value;
  if (Array.isArray(value)) return value.map(substituted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, substituted(one)]));
}

function sub(text: string): { "Fn::Sub": string } {
  return { "Fn::Sub": text };
}

import { IAMClient } from "@aws-sdk/client-iam";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { boundaryStatements } from "../../examples/organization/boundary";
import { boundary, deployer, guard, issuer, previewer } from "../../examples/organization/names";
import { accountTemplate, mostOfPolicy, mostOfRole } from "../../examples/organization/template";
import { readGraph } from "../../audit/preflight/graph";
import { contextOf, permissionsFor } from "../../audit/preflight/permissions";
import { missingPermissions } from "../../audit/preflight/simulate-permissions";
import type { Clients } from "../../audit/aws/clients";
import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { runProgram } from "../../stack-runner/run";
import { openAccount } from "../local/accounts";
import { Account } from "../../local/account/account";
import { Organization } from "../../local/services/organizations/organization";
import { entranceStacks } from "../../tools/docs/entrances";
import { declaredGuard } from "../../tools/declared-guard";
import { runExample, settings } from "./example";

const root = path.resolve(__dirname, "../..");
const member = "234567890123";
const arn = (resource: string) => `arn:aws:iam::${member}:${resource}`;

function deployInto(organization: Organization): void {
  organization.stackSets.create("role", {
    body: JSON.stringify(accountTemplate(settings)),
    capabilities: ["CAPABILITY_NAMED_IAM"],
    isAutomatic: true,
  });
  organization.stackSets.createInstances("role");
}

/** A member account with the template, deployed as a StackSet does. */
function deployed(): Account {
  const organization = new Organization("123456789012");
  deployInto(organization);
  return new Account({ id: member, defaultRegion: "eu-west-1", organization });
}

/** A name as AWS would complete it. */
function exampleName(resource: string): string {
  return resource
    .replace("aggregation-authorization/*", "aggregation-authorization/210987654321/eu-west-1")
    .replace(/(?<=.)\*$/, "-1a2b3c4");
}

/** What calls carry that make or use a role of the guard, or its key. */
const contexts: Record<string, Record<string, string | string[]>> = {
  "iam:PassRole": { "iam:PassedToService": "lambda.amazonaws.com" },
  "kms:CreateGrant": { "kms:ResourceAliases": ["alias/xray-traces"] },
};
const bounded = { "iam:PermissionsBoundary": arn(`policy/${boundary}`) };

describe("the deployment role", () => {
  const account = deployed();
  const may = async (
    name: string,
    action: string,
    resource: string,
    context: Record<string, string | string[]> = {},
  ): Promise<boolean> => {
    const principal = arn(`role/${name}`);
    // Its reference lists no resource, and AWS checks it on all log groups.
    const request =
      action === "logs:DescribeLogGroups"
        ? { resource: "*", unlistedResource: "arn:aws:logs:eu-west-1:234567890123:log-group:*" }
        : { resource };
    return (await account.authorization.decide({ principal, action, context, ...request })).allowed;
  };

  const stacks = fs
    .readdirSync(path.join(root, "examples/stacks"))
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    // Its roles are under a path, as this one's are not.
    .filter((stack) => stack !== "bounded");
  for (const stack of ["dev", ...stacks]) {
    it(`may do all that preflight says a deployment of ${stack} needs`, async () => {
      const { registrations } = await readGraph(stack);
      const place = { partition: "aws", accountId: member, region: "eu-west-1" };
      const missing = [];
      for (const { action, resource } of permissionsFor(registrations, place)) {
        const on = exampleName(resource);
        const context = contexts[action] ?? (action.startsWith("iam:") ? bounded : {});
        if (!(await may(deployer, action, on, context))) missing.push(`${action} on ${on}`);
      }
      assert.deepEqual(missing, []);
    });
  }

  const asked = async (config: Record<string, unknown>) => {
    const organization = new Organization("123456789012");
    const other = await openAccount({ id: member, organization });
    deployInto(organization);
    const { registrations } = await runProgram({
      stack: "dev",
      config,
      cloud: placeholderCloud({ region: "eu-west-1", completeName: (name) => `${name}*` }),
    });
    const caller = {
      account: member,
      arn: `arn:aws:sts::${member}:assumed-role/${deployer}/local`,
      userId: "",
    };
    const iam = new IAMClient({
      region: "eu-west-1",
      endpoint: other.endpointUrl,
      credentials: other.iam.credentials(arn(`role/${deployer}`)),
    });
    const clients = { iam, region: "eu-west-1" } as unknown as Clients;
    const permissions = permissionsFor(registrations, {
      partition: "aws",
      accountId: member,
      region: "eu-west-1",
    }).filter(({ action }) => action.startsWith("iam:"));
    const missing = await missingPermissions(clients, caller, permissions, contextOf(registrations));
    iam.destroy();
    return missing.map(({ action }) => action);
  };
  const permissionsBoundary = arn(`policy/${boundary}`);
  const bound = { desiredKey: "alias/xray-traces", permissionsBoundary };

  it("is told so by preflight, which asks with the stack's boundary", async () => {
    assert.deepEqual(await asked(bound), []);
  });

  it("is told by preflight what it may not do for a stack without the boundary", async () => {
    assert.ok((await asked({ ...bound, permissionsBoundary: "" })).includes("iam:CreateRole"));
  });

  const escapes: [what: string, action: string, resource: string, context?: Record<string, string>][] = [
    ["make a role without the boundary", "iam:CreateRole", `role/${guard}-evaluator-1a2b3c4`],
    ["give such a role rights", "iam:PutRolePolicy", `role/${guard}-evaluator-1a2b3c4`],
    ["attach AWS's policies to it", "iam:AttachRolePolicy", `role/${guard}-evaluator-1a2b3c4`],
    ["change whom it trusts", "iam:UpdateAssumeRolePolicy", `role/${guard}-evaluator-1a2b3c4`],
    [
      "take a role's boundary away",
      "iam:DeleteRolePermissionsBoundary",
      `role/${guard}-evaluator-1a2b3c4`,
      bounded,
    ],
    [
      "bound a role by another policy",
      "iam:PutRolePermissionsBoundary",
      `role/${guard}-evaluator-1a2b3c4`,
      { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
    ],
    ["change the boundary", "iam:CreatePolicyVersion", `policy/${boundary}`],
    ["change itself", "iam:PutRolePolicy", `role/${deployer}`, bounded],
    ["change whom it trusts itself", "iam:UpdateAssumeRolePolicy", `role/${deployer}`, bounded],
    ["make a role of another name", "iam:CreateRole", "role/admin", bounded],
    ["make a user", "iam:CreateUser", "user/admin"],
    [
      "hand a role to EC2",
      "iam:PassRole",
      `role/${guard}-evaluator-1a2b3c4`,
      { "iam:PassedToService": "ec2.amazonaws.com" },
    ],
    [
      "hand another role to Lambda",
      "iam:PassRole",
      "role/admin",
      { "iam:PassedToService": "lambda.amazonaws.com" },
    ],
  ];
  for (const [what, action, resource, context] of escapes) {
    it(`may not ${what}`, async () => {
      assert.equal(await may(deployer, action, arn(resource), context), false);
    });
  }

  it("is fenced by its boundary, whatever it is given later", async () => {
    const other = deployed();
    other.iam.putRolePolicy(deployer, "Later", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    });
    const decide = (action: string, resource: string) =>
      other.authorization.decide({ principal: arn(`role/${deployer}`), action, resource });
    assert.deepEqual(await decide("iam:CreateUser", arn("user/admin")), {
      allowed: false,
      reason: `${arn(`role/${deployer}`)} is not authorized to perform iam:CreateUser on ${arn("user/admin")}: the role's permissions boundary does not allow it`,
    });
    const topic = `arn:aws:sns:eu-west-1:${member}:${guard}-alerts`;
    assert.equal((await decide("sns:DeleteTopic", topic)).allowed, true);
  });

  it("that previews may read all of it, and change nothing", async () => {
    const changing = account.iam
      .identityPolicies(arn(`role/${previewer}`))
      .flatMap(({ policy }) => (policy as { Statement: { Action: string[] }[] }).Statement)
      .flatMap(({ Action }) => Action)
      .filter((action) => !/^\w+:(?:Describe|Get|List)/.test(action) && !/^kms:(?:De|En)crypt$/.test(action));
    assert.deepEqual(changing, []);
    assert.equal(await may(previewer, "iam:GetRole", arn(`role/${guard}-evaluator-1a2b3c4`)), true);
  });

  describe("lets in", () => {
    const issued = (subjects: string[]) => ({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "OnlyTheseJobsOfThisRepository",
          Effect: "Allow",
          Principal: { Federated: arn(`oidc-provider/${issuer}`) },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: subjects },
          },
        },
      ],
    });

    it("jobs of the repository's named environments, to deploy, with tokens that are for AWS", () => {
      assert.deepEqual(
        account.iam.trustPolicy(arn(`role/${deployer}`)),
        issued(["repo:acme/xray-guard:environment:canary", "repo:acme/xray-guard:environment:fleet"]),
      );
    });

    it("its pull requests and one branch, to preview", () => {
      assert.deepEqual(
        account.iam.trustPolicy(arn(`role/${previewer}`)),
        issued(["repo:acme/xray-guard:pull_request", "repo:acme/xray-guard:ref:refs/heads/main"]),
      );
    });

    it("tokens that have the IDs of owner and repository, where the configuration has them", async () => {
      const { registrations } = await runExample({ deployedFrom: "acme@123456/xray-guard@456789" });
      const template = JSON.stringify(registrations.find(({ type }) => type.endsWith(":StackSet"))?.inputs);
      for (const subject of [
        "environment:canary",
        "environment:fleet",
        "pull_request",
        "ref:refs/heads/main",
      ])
        assert.ok(template.includes(`repo:acme@123456/xray-guard@456789:${subject}`), subject);
      assert.doesNotMatch(template, /repo:acme\//);
    });

    it("tokens of an identity provider that is there", () => {
      assert.ok(account.iam.hasOidcProvider(arn(`oidc-provider/${issuer}`)));
    });
  });

  it("makes no identity provider where an account has one", () => {
    const { Resources } = accountTemplate({ ...settings, gitHubProvider: "existing" });
    assert.deepEqual(Object.keys(Resources), ["Boundary", "DeployerBoundary", "Deployer", "Previewer"]);
    assert.equal(Resources["Deployer"]?.DependsOn, undefined);
  });

  it("has policies that IAM takes, in the longest partition and Region", () => {
    const { Resources } = accountTemplate({ ...settings, rolesAreUnder: "/platform/observability/" });
    const written = (value: unknown): number =>
      JSON.stringify(value)
        .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, "$1")
        .replaceAll("${AWS::Partition}", "aws-us-gov")
        .replaceAll("${AWS::AccountId}", member).length;
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type === "AWS::IAM::ManagedPolicy")
        assert.ok(
          written(Properties["PolicyDocument"]) <= mostOfPolicy,
          written(Properties["PolicyDocument"]).toString(),
        );
      for (const { PolicyDocument } of (Properties["Policies"] ?? []) as { PolicyDocument: unknown }[])
        assert.ok(written(PolicyDocument) <= mostOfRole, written(PolicyDocument).toString());
    }
  });
});

describe("the boundary of the guard's roles", () => {
  it("has every action that they are allowed, and no other", async () => {
    const all = await Promise.all(
      [
        ...entranceStacks.map(([, args]) => args),
        { storageKey: "alias/evidence" },
        { transactionSearch: "judge" as const, fastDetection: true },
        { notifyTopics: [{ arn: "arn:aws:sns:eu-west-1:210987654321:told" }] },
      ].map((args) => declaredGuard(args)),
    );
    const granted = all
      .flat()
      .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
      .flatMap(
        ({ inputs }) =>
          (JSON.parse(String(inputs["policy"])) as { Statement: { Action: string | string[] }[] }).Statement,
      )
      .flatMap(({ Action }) => Action);
    const bounds = boundaryStatements({ partition: "aws", accountId: member }, { keys: [] }).flatMap(
      ({ Action }) => Action,
    );
    // What the notifier's own policy lets roles do is bounded, too.
    assert.deepEqual([...new Set(bounds)].sort(), [...new Set([...granted, "lambda:InvokeFunction"])].sort());
  });
});

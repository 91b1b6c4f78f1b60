import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import {
  type PropertyChanges,
  propertyChanges,
  replacesEveryType,
} from "../../local/deployment/property-changes";
import { isGlobal } from "../../local/deployment/resource-types";

const root = path.resolve(__dirname, "../..");
const types = Object.entries(propertyChanges);

describe("the table of what a changed property does", () => {
  for (const file of fs.readdirSync(path.join(root, "test/infra/graphs"))) {
    it(`has every type and input of the stack ${path.parse(file).name}`, () => {
      const inputs = registered(file);
      assert.ok(inputs.length > 0, "the snapshot was not understood");
      const missing = inputs.filter(([type, input]) => !allOf(type).includes(input));
      assert.deepEqual(missing, []);
    });
  }

  it("names a property once for each type", () => {
    const repeated = types.flatMap(([type, changes]) => {
      const inputs = changed(changes);
      return inputs.filter((input, at) => inputs.indexOf(input) !== at).map((input) => `${type} ${input}`);
    });
    assert.deepEqual(repeated, []);
  });

  for (const [type, changes] of types) {
    it(`names inputs of ${type} alone`, () => {
      const { autoname } = changes;
      const names = [autoname?.property, autoname?.unless, autoname?.fifoSuffix].filter(
        (one) => one !== undefined,
      );
      const inputs = inputsOf(type);
      assert.deepEqual(
        [...changed(changes), ...(changes.keeps ?? []), ...names].filter((one) => !inputs.includes(one)),
        [],
      );
      assert.deepEqual(
        [...(changes.keeps ?? []), ...names].filter((one) => !changed(changes).includes(one)),
        [],
        "what it keeps or names is in none of the lists of changes",
      );
      // Global services' types take no Region.
      assert.equal(inputs.includes("region"), !isGlobal(type));
    });
  }

  const bucket = ["aws:s3/bucket:Bucket", "objectLockConfiguration"] as const;
  const aggregator = "aws:cfg/configurationAggregator:ConfigurationAggregator";
  const authorization = ["aws:cloudcontrol/resource:Resource", "desiredState"] as const;
  const role = { roleArn: "arn:aws:iam::123456789012:role/one" };
  const locked = (days: number) => ({
    objectLockEnabled: "Enabled",
    rule: { defaultRetention: { mode: "GOVERNANCE", days } },
  });
  const granted = (to: object) => JSON.stringify({ ...to, AuthorizedAccountId: "123456789012" });
  const decided: [title: string, type: string, property: string, before: unknown, after: unknown][] = [
    ["replaces a bucket that gets Object Lock", ...bucket, undefined, locked(1)],
    ["updates a bucket whose retention changes", ...bucket, locked(1), locked(2)],
    [
      "replaces an aggregator that turns to the organization",
      aggregator,
      "organizationAggregationSource",
      undefined,
      role,
    ],
    [
      "updates an aggregator that turns from the accounts",
      aggregator,
      "accountAggregationSource",
      { accountIds: ["123456789012"] },
      undefined,
    ],
    [
      "updates an aggregator of other accounts",
      aggregator,
      "accountAggregationSource",
      { accountIds: ["123456789012"] },
      { accountIds: ["210987654321"] },
    ],
    [
      "replaces an authorization of another Region",
      ...authorization,
      granted({ AuthorizedAwsRegion: "eu-west-1" }),
      granted({ AuthorizedAwsRegion: "eu-west-2" }),
    ],
    [
      "updates an authorization that gets a tag",
      ...authorization,
      granted({ AuthorizedAwsRegion: "eu-west-1" }),
      granted({ Tags: [{ Key: "owner", Value: "security" }], AuthorizedAwsRegion: "eu-west-1" }),
    ],
  ];
  for (const [title, type, property, before, after] of decided) {
    it(title, () => {
      const replaces = propertyChanges[type]?.replacesIf?.[property];
      assert.equal(replaces?.(before, after), title.startsWith("replaces"));
    });
  }
});

function changed({ replaces, updates, replacesIf = {} }: PropertyChanges): string[] {
  return [...replaces, ...updates, ...Object.keys(replacesIf)];
}

function allOf(type: string): string[] {
  const changes = propertyChanges[type];
  return changes === undefined ? [] : [...changed(changes), ...replacesEveryType];
}

/** The type and the input of everything that a stack registers at the AWS provider, out of its snapshot. */
function registered(file: string): [type: string, input: string][] {
  const graph = fs.readFileSync(path.join(root, "test/infra/graphs", file), "utf8");
  const { resources } = parse(graph, { logLevel: "silent" }) as {
    resources: Record<string, { inputs?: object }>;
  };
  return Object.entries(resources).flatMap(([title, { inputs = {} }]) => {
    const [, module, name] = /^([a-z0-9]+)\.(\w+) /.exec(title) ?? [];
    if (module === undefined || name === undefined) return [];
    const type = `aws:${module}/${lowerFirst(name)}:${name}`;
    return Object.keys(inputs).map((input): [string, string] => [type, input]);
  });
}

/** The members of the interface that @pulumi/aws declares for a type's arguments. */
function inputsOf(type: string): string[] {
  const [, file = "", name = ""] = type.split(":");
  const declarations = path.join(root, "node_modules/@pulumi/aws", `${file}.d.ts`);
  const source = ts.createSourceFile(
    declarations,
    fs.readFileSync(declarations, "utf8"),
    ts.ScriptTarget.Latest,
  );
  const args = source.statements
    .filter(ts.isInterfaceDeclaration)
    .find((one) => one.name.text === `${name}Args`);
  assert.ok(args, `${declarations} declares no ${name}Args`);
  return args.members.flatMap((member) =>
    member.name !== undefined && ts.isIdentifier(member.name) ? [member.name.text] : [],
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

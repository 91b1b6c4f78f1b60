import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { table } from "../../infra/settings/table";
import type { Setting } from "../../infra/settings/validation";
import { packageSchema } from "../../tools/package/schema";
import { runGuard } from "../support/stub-cloud";

const root = path.resolve(__dirname, "../..");

interface Property {
  type?: string;
  $ref?: string;
  plain?: boolean;
  description?: string;
  default?: unknown;
  items?: Property;
  additionalProperties?: Property;
}

interface ObjectType {
  properties: Record<string, Property>;
  required: string[];
  enum?: { name: string; value: string }[];
}

interface Schema {
  version: string;
  types: Record<string, ObjectType>;
  resources: Record<
    string,
    ObjectType & { inputProperties: Record<string, Property>; requiredInputs?: string[] }
  >;
}

const schema = packageSchema() as Schema;
const guard = schema.resources["xray-encryption-guard:index:XrayEncryptionGuard"];
assert.ok(guard !== undefined);

/** What a property refers to; a misspelt reference is a failure. */
function typeOf(property: Property): ObjectType | undefined {
  const reference = property.$ref ?? property.items?.$ref ?? property.additionalProperties?.$ref;
  if (reference === undefined) return undefined;
  const type = schema.types[reference.replace("#/types/", "")];
  assert.ok(type !== undefined, reference);
  return type;
}

describe("the package's schema", () => {
  for (const [name, setting] of Object.entries(table) as [string, Setting][]) {
    it(`takes ${name} as the stack's configuration does`, () => {
      const input = guard.inputProperties[name];
      assert.ok(input !== undefined);
      assert.equal(input.description, setting.description);
      assert.equal(input.plain === true, setting.isInput !== true);
      const { type, allowed } = setting;
      if (type === "string" && allowed !== undefined) {
        assert.deepEqual(
          typeOf(input)?.enum?.map(({ value }) => value),
          allowed,
        );
      } else {
        assert.equal(input.type, type);
      }
      // A default that is empty says that nothing was given; Pulumi's enums have no empty text.
      const isEmpty = setting.default === "" || type === "array" || type === "object";
      assert.equal(input.default, isEmpty ? undefined : setting.default);
    });
  }

  it("asks for nothing, and knows no argument but the settings", () => {
    assert.deepEqual(Object.keys(guard.inputProperties), Object.keys(table));
    assert.equal(guard.requiredInputs, undefined);
  });

  it("says of each output what it is", () => {
    const outputs = Object.entries(guard.properties);
    assert.deepEqual(
      outputs.map(([name]) => name),
      [
        "version",
        "regions",
        "judgedOnScheduleOnly",
        "bucketName",
        "trailBucketName",
        "desiredEncryption",
        "mustConfirmSubscription",
      ],
    );
    for (const [name, { description = "" }] of outputs) assert.match(description, /^[A-Z].*\.$/, name);
  });

  it("requires of an output what every guard has", async () => {
    const region = guard.properties["regions"];
    assert.ok(region !== undefined);
    const { properties = {}, required = [] } = typeOf(region) ?? {};
    const outputsOf = async (args: Parameters<typeof runGuard>[0]) => {
      const { outputs } = await runGuard(args);
      return Object.values(outputs["regions"] as object).flatMap((made: object) => Object.keys(made));
    };
    assert.deepEqual((await outputsOf({})).sort(), Object.keys(properties).sort());
    // There the console has no published address either.
    const least = await outputsOf({ recorder: "existing", regions: ["us-iso-east-1"] });
    assert.deepEqual(least.sort(), required.toSorted());
  });
});

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const manifestOf = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8")) as Manifest;

describe("the provider's folder", () => {
  it("downloads nothing: Pulumi's part is built beside it", () => {
    assert.deepEqual(manifestOf("provider/package.json").dependencies, {
      "@pulumi/pulumi": "file:dist/pulumi",
    });
  });
});

describe("the programs that show how the package is used", () => {
  for (const file of ["examples/template/package.json", "examples/consumers/typescript/package.json"]) {
    it(`have the packages that the project is tested with: ${file}`, () => {
      const [own, project] = [manifestOf(file), manifestOf("package.json")];
      const tested = { ...project.dependencies, ...project.devDependencies };
      for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies })) {
        if (name !== "xray-encryption-guard") assert.equal(version, tested[name], name);
      }
    });
  }
});

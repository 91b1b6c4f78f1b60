import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readStackConfig } from "../../stack-runner/stack-config";
import { StackError } from "../../stack-runner/stack-error";

/** A project folder with these files, removed after the test. */
function project(files: Record<string, string | Buffer>): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "stack-config-"));
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(directory, name), text);
  folders.push(directory);
  return directory;
}
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

const declared = `
name: shop
runtime: nodejs
config:
  size: { type: integer, default: 3 }
  names: { type: array, items: { type: string }, default: [] }
  zone: { type: string }
`;

describe("a stack's configuration is what the CLI would hand to the program", () => {
  it("namespaces the project's keys, keeps others, applies defaults, and turns values into strings", () => {
    const directory = project({
      "Pulumi.yaml": declared,
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-west-1\n  shop:zone: north\n  names: [a, b]\n",
    });
    const config = readStackConfig(directory, "dev");
    assert.deepEqual(config, {
      project: "shop",
      stack: "dev",
      program: path.join(directory, "index.ts"),
      values: {
        "aws:region": "eu-west-1",
        "shop:zone": "north",
        "shop:names": '["a","b"]',
        "shop:size": "3",
      },
    });
  });

  const mistakes: {
    name: string;
    files: Record<string, string | Buffer>;
    stack?: string;
    message: RegExp;
  }[] = [
    {
      name: "a stack without a file",
      files: { "Pulumi.prod.yaml": "" },
      stack: "prd",
      message: /^There is no stack 'prd' \(no file Pulumi\.prd\.yaml\): did you mean 'prod'\?$/,
    },
    {
      name: "aliases that multiply",
      files: {
        "Pulumi.dev.yaml": `config:\n  a: &a [x]\n  b: &b [${"*a,".repeat(20)}]\n  c: &c [${"*b,".repeat(20)}]\n  d: [${"*c,".repeat(20)}]\n`,
      },
      message: /^Pulumi\.dev\.yaml is not valid YAML: Excessive alias count/,
    },
    {
      // The CLI takes now the one, now the other.
      name: "a key in two spellings",
      files: { "Pulumi.dev.yaml": "config: { shop:zone: north, zone: south }" },
      message: /^Pulumi\.dev\.yaml has one key twice, as 'shop:zone' and as 'zone': remove one of them\.$/,
    },
    {
      name: "a stack file of Latin 1",
      files: { "Pulumi.dev.yaml": Buffer.from("config:\n  shop:zone: caf\xe9\n", "latin1") },
      message: /^Pulumi\.dev\.yaml is not UTF-8: save it as that\.$/,
    },
    {
      name: "a stack file of UTF-16",
      files: { "Pulumi.dev.yaml": Buffer.from("\ufeffconfig: {}\n", "utf16le") },
      message: /^Pulumi\.dev\.yaml is not UTF-8: save it as that\.$/,
    },
    { name: "no project file", files: { "Pulumi.yaml": "" }, message: /^Pulumi\.yaml has no 'name'/ },
  ];
  for (const { name, files, stack, message } of mistakes) {
    it(`refuses ${name}, in one sentence`, () => {
      const directory = project({ "Pulumi.yaml": declared, ...files });
      assert.throws(
        () => readStackConfig(directory, stack ?? "dev"),
        (error: unknown) => {
          assert.ok(error instanceof StackError);
          assert.match(error.message, message);
          assert.ok(!error.message.includes("\n"));
          return true;
        },
      );
    });
  }
});

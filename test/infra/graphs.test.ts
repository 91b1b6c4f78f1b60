import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Run } from "../../stack-runner/run";
import { declareStack, graphYaml, urnList } from "./declared-stack";

// What the dev stack and the example stacks declare, in files, so that a change of it is read as a diff:
// graphs/<stack>.yaml has every resource with its inputs, urns/<stack>.txt the URNs alone. After a change that is meant,
// this command writes both anew, and these tests count as skipped:
const command = "WRITE_GRAPHS=1 npx mocha --no-parallel test/infra/graphs.test.ts";
const isWriting = process.env["WRITE_GRAPHS"] === "1";
const root = path.resolve(__dirname, "../..");
const examples = fs.readdirSync(path.join(root, "examples/stacks"));
const stacks = ["dev", ...examples.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])];

const graphHeader = `# What the stack declares, as made by ${command}
`;
const urnsHeader = `# Every URN of the stack after the stack's and the project's name, as made by ${command}
# From v0.2.0 on they are a promise: a URN that changes without an alias is a resource deleted in people's stacks, and
# another one created.
`;

describe("a stack", () => {
  before(() => {
    for (const folder of isWriting ? ["graphs", "urns"] : []) {
      fs.rmSync(path.join(__dirname, folder), { recursive: true, force: true });
      fs.mkdirSync(path.join(__dirname, folder));
    }
  });

  for (const stack of stacks) {
    describe(`named ${stack}`, () => {
      let run: Run;
      before(async () => {
        run = await declareStack(stack);
      });

      it("declares what graphs/ says", async function () {
        const text = graphHeader + (await graphYaml(run));
        holdAgainst(this, `graphs/${stack}.yaml`, text);
      });

      it("makes the URNs that urns/ says", function () {
        holdAgainst(this, `urns/${stack}.txt`, urnsHeader + urnList(run));
      });
    });
  }

  describe("that is gone", () => {
    for (const [folder, extension] of [
      ["graphs", "yaml"],
      ["urns", "txt"],
    ] as const) {
      it(`has no file in ${folder}/`, () => {
        const files = fs.readdirSync(path.join(__dirname, folder));
        assert.deepEqual(files.toSorted(), stacks.map((stack) => `${stack}.${extension}`).toSorted());
      });
    }
  });
});

function holdAgainst(test: Mocha.Context, name: string, text: string): void {
  const file = path.join(__dirname, name);
  if (isWriting) {
    fs.writeFileSync(file, text);
    test.skip();
  }
  const expected = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  assert.equal(text, expected, `The stack is not what ${name} says. If that is meant: ${command}`);
}

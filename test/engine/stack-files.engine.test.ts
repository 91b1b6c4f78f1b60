import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { readStackConfig } from "../../stack-runner/stack-config";
import { parsed, stackFiles, writeStackFiles } from "../stack-runner/stack-files";
import { isNight } from "../../tools/engine/engine";
import { Pulumi } from "../../tools/engine/pulumi";

/** Writes down what a program sees of the stack's configuration. */
const program = `
  const { allConfig } = require("@pulumi/pulumi/runtime");
  require("node:fs").writeFileSync(__dirname + "/values.json", JSON.stringify(allConfig()));
`;

(isNight ? describe : describe.skip)("the CLI, of the files that our reader is asked about", function () {
  this.timeout(60_000);
  let pulumi: Pulumi;
  before(async () => {
    pulumi = new Pulumi();
    pulumi.writeProgram(program);
    writeStackFiles(pulumi.project, { name: "" });
    await pulumi.succeeds("stack", "init", "dev");
  });
  after(() => pulumi.close());

  /** What the program saw; undefined if the CLI did not start it. */
  async function preview(): Promise<{ values: Record<string, unknown> | undefined; output: string }> {
    const file = path.join(pulumi.project, "values.json");
    fs.rmSync(file, { force: true });
    const { code, output } = await pulumi.run("preview", "--stack", "dev");
    assert.equal(fs.existsSync(file), code === 0, output);
    if (code !== 0) return { values: undefined, output };
    return { values: parsed(JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, string>), output };
  }

  for (const [group, cases] of Object.entries(stackFiles)) {
    describe(group, () => {
      for (const files of cases) {
        it(`${files.name}: ${files.values === undefined ? "refuses it" : "hands the program the values"}`, async () => {
          writeStackFiles(pulumi.project, files);

          const { values, output } = await preview();

          assert.deepEqual(values, files.values, output);
        });
      }
    });
  }

  it("hands the program a secure value, which our reader cannot", async () => {
    writeStackFiles(pulumi.project, { name: "" });
    await pulumi.succeeds("config", "set", "--stack", "dev", "--secret", "a", "x");

    assert.deepEqual((await preview()).values, { "shop:a": "x" });
    assert.throws(() => readStackConfig(pulumi.project, "dev"), /'shop:a' is a secure value/);
  });
});

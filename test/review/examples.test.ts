import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Analyzer } from "../../review/analyzer";
import { type Review, reviewWith, startPack } from "../../review/review";

/** The examples that docs/policies.md shows. */
const folder = path.join(__dirname, "examples");
const stack = "dev";

describe("an example of a policy", function () {
  this.timeout(20_000);
  let pack: Analyzer;
  before(async () => {
    pack = await startPack(undefined, { project: "shop", stack, config: {} });
  });
  after(() => pack.close());

  const found = ({ violations }: Review) => [
    ...new Set(violations.map(({ policy, enforcementLevel }) => `${policy} ${enforcementLevel}`)),
  ];

  for (const name of fs.readdirSync(path.join(folder, "broken"))) {
    const policy = path.basename(name, ".ts");
    it(`breaks ${policy} and no other, and the right one breaks none`, async () => {
      const of = async (kind: string) =>
        found(await reviewWith(pack, { stack, program: path.join(folder, kind, name) }));
      assert.deepEqual(await of("broken"), [`${policy} mandatory`]);
      assert.deepEqual(await of("right"), []);
    });
  }

  it("is there for each policy of resources", async () => {
    const names = (await pack.info()).getPoliciesList().map((one) => one.getName());
    const judging = names.filter((name) => !name.startsWith("policy-exceptions")).sort();
    for (const kind of ["broken", "right"]) {
      const files = fs.readdirSync(path.join(folder, kind)).map((name) => path.basename(name, ".ts"));
      assert.deepEqual(files.sort(), judging);
    }
  });
});

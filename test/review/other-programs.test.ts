import * as path from "node:path";
import { type Analyzer } from "../../review/analyzer";
import { reviewWith, startPack } from "../../review/review";
import { assertFindings, folder, packConfig, programs } from "./other-programs";

const stack = "dev";

describe("a review of programs as other people write them", function () {
  this.timeout(20_000);
  let pack: Analyzer;
  before(async () => {
    pack = await startPack(undefined, { project: "shop", stack, config: {} });
  });
  after(() => pack.close());

  for (const program of programs.filter((name) => name.startsWith("typescript-"))) {
    for (const firstPreview of [false, true]) {
      it(`finds in ${program} what is wrong and no more${firstPreview ? ", before anything was made too" : ""}`, async () => {
        const file = path.join(folder, program, "index.ts");
        const { violations } = await reviewWith(pack, { stack, packConfig, program: file, firstPreview });
        assertFindings(
          program,
          violations
            .filter(({ unknown }) => !unknown)
            .map(({ policy, urn = "", message }) => ({ policy, at: urn.split("::")[3] ?? "", message })),
        );
      });
    }
  }
});

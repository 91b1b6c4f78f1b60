import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readmePath } from "../../tools/docs/readme";
import { written } from "../../tools/docs/write";

describe("the README", () => {
  it("has every table that is made from code as the code has it (else: npm run docs)", async () => {
    const readme = readFileSync(readmePath, "utf8");
    assert.equal(readme, await written(readme));
  });

  it("names scripts that exist", () => {
    const readme = readFileSync(readmePath, "utf8");
    const { scripts } = JSON.parse(readFileSync(`${__dirname}/../../package.json`, "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, script]) => script ?? "");
    assert.deepEqual(
      named.filter((script) => !(script in scripts)),
      [],
    );
  });
});

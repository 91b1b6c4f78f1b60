import assert from "node:assert/strict";
import { madeLine } from "../../tools/docs/markdown";
import { pages, written } from "../../tools/docs/pages";

describe("a page that is made from code", function () {
  // The policies' page starts the pack in a process of its own.
  this.timeout(60_000);

  for (const [name, make] of Object.entries(pages)) {
    it(`docs/${name} is as the code has it (else: npm run docs)`, async () => {
      const text = await make();

      assert.equal(written(name), text);
      assert.ok(text.startsWith(madeLine));
    });
  }
});

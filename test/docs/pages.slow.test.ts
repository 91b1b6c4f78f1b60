import assert from "node:assert/strict";
import { pages, written } from "../../tools/docs/pages";

describe("a page that is made from code", function () {
  // The policies' page starts the pack in a process of its own.
  this.timeout(60_000);

  for (const [file, make] of Object.entries(pages)) {
    it(`${file} is as the code has it (else: npm run docs)`, async () => {
      const text = await make();

      assert.equal(written(file), text);
      assert.match(text.slice(0, text.indexOf("\n")), /Made by npm run docs/);
    });
  }
});

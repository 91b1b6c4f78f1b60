import assert from "node:assert/strict";
import { Engine } from "../../tools/engine/engine";

describe("a key that AWS does not find, with Pulumi's own engine", function () {
  this.timeout(180_000);
  let engine: Engine;
  before(async () => {
    engine = await Engine.open("dev");
  });
  after(() => engine.end());

  const settings: [string, Record<string, unknown>][] = [
    ["storageKey", { storageKey: "alias/nowhere" }],
    ["topicKey", { topicKey: "alias/nowhere" }],
    ["desiredKey", { desiredKey: "alias/nowhere", enforcement: "apply" }],
    [
      "desiredKeyByRegion.eu-west-1",
      { desiredKeyByRegion: { "eu-west-1": "alias/nowhere" }, enforcement: "apply" },
    ],
  ];
  for (const [setting, config] of settings) {
    it(`ends a preview with one sentence, said once: ${setting}`, async () => {
      engine.configure("dev", config);
      const { code, output } = await engine.run("preview");
      assert.notEqual(code, 0);
      const [, diagnostics = ""] = output.split("Diagnostics:");
      const errors = diagnostics.match(/^ +error: .*$/gm)?.map((line) => line.trim());
      assert.deepEqual(errors, [
        `error: ${setting} is "alias/nowhere": expected a key that exists and that the deploying ` +
          'credentials may look up (kms:DescribeKey), but AWS answers "Alias arn:aws:kms:eu-west-1:123456789012:alias/nowhere is not found"; ' +
          "create the key first, or name another.",
      ]);
      assert.doesNotMatch(output, /^\s+at /m);
    });
  }
});

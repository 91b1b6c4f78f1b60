import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { policies } from "../../policy/policies";
import { buildPack } from "../../review/build-pack";
import { Engine, root } from "../../tools/engine/engine";

describe("the policy pack, started by Pulumi's own engine as it stands and as built", function () {
  this.timeout(180_000);
  // Alone in an empty folder, and installed there.
  const built = fs.mkdtempSync(path.join(os.tmpdir(), "pack-"));
  const both = [path.join(root, "policy"), built].flatMap((pack) => ["--policy-pack", pack]);

  before(async () => {
    await buildPack(built);
    const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund"], {
      cwd: built,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
  });
  after(() => fs.rmSync(built, { recursive: true }));

  for (const { name } of policies) {
    it(`${name} stops an up that breaks it`, async () => {
      const engine = await Engine.open("dev", { program: `test/review/fixtures/${name}` });
      try {
        const { code, output } = await engine.run("up", "--yes", "--skip-preview", ...both);
        assert.notEqual(code, 0, output);
        // Each pack says the same: the engine prints them as one.
        const said = output.match(/\[mandatory\].*/g) ?? [];
        assert.ok(said.length > 0 && said.every((line) => line.includes(name)), output);
        for (const line of said) assert.equal(said.filter((other) => other === line).length % 2, 0, output);
      } finally {
        await engine.end();
      }
    });
  }

  it("finds nothing in a preview of the dev stack, in which much is unknown", async () => {
    const engine = await Engine.open("dev");
    try {
      assert.doesNotMatch(await engine.succeeds("preview", ...both), /\[mandatory\]/);
    } finally {
      await engine.end();
    }
  });

  it("is configured by --policy-pack-config", async () => {
    const name = "config-recorder-covers-xray";
    const engine = await Engine.open("dev", { program: `test/review/fixtures/${name}` });
    try {
      const config = path.join(engine.project, "policies.json");
      fs.writeFileSync(config, JSON.stringify({ [name]: "disabled" }));
      const configs = ["--policy-pack-config", config, "--policy-pack-config", config];
      await engine.succeeds("preview", ...both, ...configs);
    } finally {
      await engine.end();
    }
  });
});

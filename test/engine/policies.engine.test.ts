import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { policies } from "../../policy/policies";
import { buildPack } from "../../review/build-pack";
import { Engine, root } from "../../tools/engine/engine";

describe("the policy pack, started by Pulumi's own engine", function () {
  this.timeout(180_000);
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "pack-"));
  const installed = path.join(temporary, "pack");
  const packs = [
    ["as it stands", path.join(root, "policy")],
    ["as built, alone and installed", installed],
  ] as const;

  before(async () => {
    await buildPack(installed);
    const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund"], {
      cwd: installed,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
  });
  after(() => fs.rmSync(temporary, { recursive: true }));

  for (const [how, pack] of packs) {
    for (const { name } of policies) {
      it(`${how}: ${name} stops an up that breaks it`, async () => {
        const engine = await Engine.open("dev", { main: `test/review/fixtures/${name}.ts` });
        try {
          const { code, output } = await engine.run("up", "--yes", "--skip-preview", "--policy-pack", pack);
          assert.notEqual(code, 0, output);
          assert.match(output, new RegExp(`\\[mandatory\\]\\s+xray-encryption-guard.*${name}`), output);
        } finally {
          await engine.end();
        }
      });
    }

    it(`${how}: finds nothing in a preview of the dev stack, in which much is unknown`, async () => {
      const engine = await Engine.open("dev");
      try {
        const output = await engine.succeeds("preview", "--policy-pack", pack);
        assert.doesNotMatch(output, /\[mandatory\]/);
      } finally {
        await engine.end();
      }
    });

    it(`${how}: is configured by --policy-pack-config`, async () => {
      const engine = await Engine.open("dev", {
        main: "test/review/fixtures/config-recorder-covers-xray.ts",
      });
      try {
        const config = path.join(engine.project, "policies.json");
        fs.writeFileSync(config, JSON.stringify({ "config-recorder-covers-xray": "disabled" }));
        await engine.succeeds("preview", "--policy-pack", pack, "--policy-pack-config", config);
      } finally {
        await engine.end();
      }
    });
  }
});

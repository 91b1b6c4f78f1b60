import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { policies } from "../../policy/policies";
import { buildPack } from "../../review/build-pack";
import { Engine, isNight, root } from "../../tools/engine/engine";

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

  const judging = policies.filter(({ name }) => !name.startsWith("policy-exceptions"));
  for (const { name } of judging) {
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

  (isNight ? it : it.skip)(
    "excepts what its configuration names, says so, and stops when the exception has ended",
    async () => {
      const policy = "lambda-permission-source-account";
      const engine = await Engine.open("dev", { program: `test/review/fixtures/${policy}` });
      const except = (until: string, ...args: string[]) => {
        const config = path.join(engine.project, "policies.json");
        const exceptions = ["evaluator", "notifier-alarms"].map((name) => ({
          policy,
          resource: `xray-encryption-guard-eu-west-1-${name}`,
          reason: "Ticket 12.",
          until,
        }));
        fs.writeFileSync(config, JSON.stringify({ all: "mandatory", "policy-exceptions": { exceptions } }));
        return engine.run(...args, "--policy-pack", built, "--policy-pack-config", config);
      };
      try {
        const made = await except("2999-12-31", "up", "--yes");
        assert.equal(made.code, 0, made.output);
        assert.doesNotMatch(made.output, /\[mandatory\]/);
        assert.match(made.output, /\[advisory\].*lambda-permission-source-account/);
        assert.match(made.output, /Excepted until 2999-12-31: Ticket 12\./);
        const one = (await engine.state()).find(({ type }) => type === "aws:sns/topicPolicy:TopicPolicy");
        const targeted = await except("2999-12-31", "preview", "--target", String(one?.urn));
        assert.equal(targeted.code, 0, targeted.output);
        const ended = await except("2020-01-31", "preview");
        assert.notEqual(ended.code, 0);
        assert.match(ended.output, /\[mandatory\].*policy-exceptions/);
        assert.match(
          ended.output,
          /ended on 2020-01-31: correct the resource, or have the exception renewed\./,
        );
      } finally {
        await engine.end();
      }
    },
  );

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

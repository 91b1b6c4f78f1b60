import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { main } from "../../review/cli";
import type { Review } from "../../review/review";

const root = path.resolve(__dirname, "../..");
const fixture = path.join(__dirname, "fixtures/lambda-permission-source-account.ts");

describe("npm run review", function () {
  this.timeout(30_000);
  const printed = async (...args: string[]) => {
    const lines: string[] = [];
    return { exitCode: await main(args, (text) => lines.push(text)), text: lines.join("\n") };
  };

  it("exits 0 on the dev stack and says so to machines", async () => {
    const { exitCode, text } = await printed("--format", "json");
    assert.equal(exitCode, 0);
    const { passed, stack, violations } = JSON.parse(text) as Review;
    assert.deepEqual({ passed, stack, violations }, { passed: true, stack: "dev", violations: [] });
  });

  it("is refused a format that it does not have", async () => {
    await assert.rejects(printed("--format", "xml"), /--format is xml: expected text or json/);
  });

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", "ts-node/register", "review/cli.ts", ...args],
      { cwd: root, encoding: "utf8" },
    );
    return { status, stdout, stderr };
  };

  it("exits 1 on violations and names the policies, as the pack is configured by a file", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "config-"));
    const file = path.join(folder, "pack.json");
    try {
      fs.writeFileSync(file, JSON.stringify({ "role-least-privilege": { unboundServices: [] } }));
      const options = ["--program", path.relative(root, fixture), "--policy-pack-config", file];
      const { status, stdout, stderr } = run(...options);
      assert.equal(status, 1, stderr);
      assert.match(stdout, /FAILED {2}lambda-permission-source-account/);
      assert.match(stdout, /trusts lambda\.amazonaws\.com for any account/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("exits 2 with one sentence when there is nothing to review", () => {
    const { status, stdout, stderr } = run("--stack", "dov");
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
    assert.match(stderr, /^There is no stack 'dov'.*\n$/);
  });
});

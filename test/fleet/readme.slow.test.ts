import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { checkOut } from "./checkout";
import { root } from "./files";

const example = path.join(root, "examples/fleet");

describe("the fleet's README", function () {
  this.timeout(300_000);
  const blocks = [
    ...fs.readFileSync(path.join(example, "README.md"), "utf8").matchAll(/^```sh\n([^]*?)^```$/gm),
  ];
  const [[, commands = ""] = [], [, engine = ""] = []] = blocks;

  it("has commands that run as written", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "readme-"));
    try {
      checkOut(folder);
      const { status, stdout, stderr } = spawnSync("bash", ["-ec", commands], {
        cwd: folder,
        encoding: "utf8",
      });
      assert.equal(status, 0, stdout + stderr);
      assert.match(stdout, /3 accounts: nothing is wrong\./);
      assert.ok(fs.existsSync(path.join(folder, ".github/workflows/fleet-deploy.yml")));
      assert.ok(fs.existsSync(path.join(folder, "Pulumi.shop-prod.yaml")));
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("names the test that runs the workflows, as the nightly workflow runs it", () => {
    const [, file = ""] = /^ENGINE_TESTS=all npm run test:engine -- (\S+)$/m.exec(engine) ?? [];
    assert.ok(fs.existsSync(path.join(root, file)));
    const nightly = fs.readFileSync(path.join(root, ".github/workflows/nightly.yml"), "utf8");
    assert.match(nightly, /ENGINE_TESTS: all/);
  });
});

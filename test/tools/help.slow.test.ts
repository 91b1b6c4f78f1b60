import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");
const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

const changes = () =>
  spawnSync("git", ["status", "--porcelain", "--ignored"], { cwd: root, encoding: "utf8" }).stdout;

describe("npm run", () => {
  // npm alone runs that one, and it refuses.
  for (const name of Object.keys(scripts).filter((one) => one !== "prepublishOnly")) {
    it(`${name} -- --help prints a usage with an example, and does nothing else`, () => {
      const before = changes();

      const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", name, "--", "--help"], {
        cwd: root,
        encoding: "utf8",
      });

      assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
      assert.match(stdout, /^Usage: npm /m);
      assert.match(stdout, new RegExp(`^Examples?:\n  npm (run )?${name}`, "m"));
      assert.equal(changes(), before);
    });
  }
});

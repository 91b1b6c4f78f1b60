import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { engines } from "../../package.json";

/** Runs a command line in a process that takes itself for another version of Node. */
function runOn(version: string) {
  const script = `
    Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });
    require("./cli/main").main(async () => 0, 14);
  `;
  return spawnSync(process.execPath, ["--require", "ts-node/register", "--eval", script], {
    cwd: path.resolve(__dirname, "../.."),
    encoding: "utf8",
  });
}

describe("a command line on an old Node", () => {
  it("ends with one sentence and the exit code of a defect", () => {
    const { status, stderr } = runOn("20.20.2");
    assert.match(
      stderr,
      /^This is Node 20\.20\.2: expected 22 or newer\. Install one, or run the npm script .*\n$/,
    );
    assert.equal(status, 14);
  });

  it("runs on the oldest that package.json allows", () => {
    assert.equal(engines.node, ">=22");
    const { status, stderr } = runOn("22.0.0");
    assert.equal(stderr, "");
    assert.equal(status, 0);
  });
});

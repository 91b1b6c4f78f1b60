import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

describe("the component, imported into somebody else's program", () => {
  it("passes a strict type check there, with the target that Pulumi's own host compiles for", () => {
    const options = "--ignoreConfig --noEmit --strict --noImplicitReturns --skipLibCheck --esModuleInterop";
    const modules = "--target es2020 --module nodenext --moduleResolution nodenext --types node";
    const args = [
      require.resolve("typescript/bin/tsc"),
      ...`${options} ${modules} infra/guard.ts`.split(" "),
    ];

    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });

    assert.equal(status, 0, stdout);
  });
});

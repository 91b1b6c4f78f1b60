import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { scripts, testRuns } from "../../tools/scripts";

const root = path.resolve(__dirname, "../..");
const { scripts: npmScripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

function matching(pattern: string): string[] {
  return fs.globSync(pattern, { cwd: root, exclude: (file) => file === "node_modules" });
}

function filesOf({ spec, ignore }: { spec: string; ignore: string }): string[] {
  const ignored = new Set(ignore === "" ? [] : matching(ignore));
  return matching(spec).filter((file) => !ignored.has(file));
}

describe("the npm scripts", () => {
  it("are each started by the name that package.json has for them", () => {
    for (const name of Object.keys(scripts)) {
      assert.equal(npmScripts[name], `node --require ts-node/register tools/scripts.ts ${name}`);
    }
  });

  it("run each test file in one of test, test:played, test:slow, test:browser and test:engine, or in coverage if it is in-process", () => {
    const { coverage, ...others } = testRuns;
    const taken = Object.values(others).flatMap(filesOf);
    const inProcess = matching("test/**/*.in-process.test.ts");

    assert.ok(inProcess.length > 0);
    assert.deepEqual([...taken, ...inProcess].sort(), matching("test/**/*.test.ts").sort());
    const covered = [testRuns.test, testRuns["test:played"]].flatMap(filesOf);
    assert.deepEqual(filesOf(coverage).sort(), [...covered, ...inProcess].sort());
  });

  it("run only what is named after them", () => {
    const steps = (name: string, ...named: string[]) =>
      (scripts[name]?.steps(named, []) ?? []).map((step) => step.join(" "));

    assert.deepEqual(steps("check", "types"), ["node_modules/typescript/bin/tsc --noEmit"]);
    assert.deepEqual(steps("test", "test/a.test.ts"), ["node_modules/mocha/bin/mocha.js test/a.test.ts"]);
    assert.equal(steps("check").length, 4);
  });

  it("are there for every page that names one", () => {
    const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...matching("docs/*.md")];
    const missing = pages.flatMap((page) =>
      [...fs.readFileSync(path.join(root, page), "utf8").matchAll(/npm run ([\w:]+)/g)]
        .filter(([, name = ""]) => !(name in npmScripts))
        .map(([text]) => `${page}: ${text}`),
    );

    assert.deepEqual(missing, []);
  });
});

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { due, readDuties } from "../../tools/maintenance";

const root = path.resolve(__dirname, "../..");

describe("what goes stale", () => {
  const duties = readDuties("# Title\n\n## One\n\n- Look again by: 2028-04-30. Set by AWS.\n");

  for (const [today, expected] of [
    ["2027-11-01", []],
    ["2027-11-02", ["One"]],
    ["2028-04-30", ["One"]],
    ["2029-01-01", ["One"]],
  ] as const) {
    it(`is ${expected.length > 0 ? "due" : "not due"} on ${today} if its date is 2028-04-30`, () => {
      assert.deepEqual(
        due(duties, new Date(today)).map(({ what }) => what),
        expected,
      );
    });
  }

  for (const wrong of ["", "- Look again by: soon", "- Look again by: 2028-13-01"]) {
    it(`needs a date: '${wrong}' is none`, () => {
      assert.throws(
        () => readDuties(`## One\n\n${wrong}\n`),
        /^Error: 'One' in docs\/maintenance\.md has no date/,
      );
    });
  }
});

describe("docs/maintenance.md", () => {
  const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { version?: string }>;
  };

  for (const { what, text } of readDuties()) {
    it(`names files that exist: ${what}`, () => {
      for (const [, file = ""] of text.matchAll(/`(\.?[\w-]+\/[\w./-]+\.\w+)`/g)) {
        assert.ok(fs.existsSync(path.join(root, file)), `${file} is gone`);
      }
    });

    it(`names the versions that are installed: ${what}`, () => {
      for (const [, name = "", version] of text.matchAll(/`(\S+) (\d+\.\d+\.\d+)`/g)) {
        const installed = packages[`node_modules/${name}`]?.version;
        assert.equal(version, installed, `${name} is another: do what the section says, then name it`);
      }
    });
  }

  it("names the runtime that the functions have, whose Node is the project's", () => {
    const [, runtime = "", file = ""] = /`(nodejs\S+)` in `(\S+)`/.exec(read("docs/maintenance.md")) ?? [];
    assert.ok(read(file).includes(`runtime: "${runtime}"`));
    assert.equal(`nodejs${read(".node-version").trim()}.x`, runtime);
  });
});

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

const docs = path.resolve(__dirname, "../../docs");
const read = (name: string) => fs.readFileSync(path.join(docs, name), "utf8");

describe("what is said of AWS", () => {
  const rows = read("sources.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (?:claim|-)/.test(line));

  it("has a page of AWS's for each claim that has a source", () => {
    assert.ok(rows.length > 40, `${rows.length} rows`);
    const without = rows.filter(
      (row) => !/\]\(https:\/\/(?:docs\.(?:amazon)?|re?post\.)?aws[\w./]*\/|prices\.json/.test(row),
    );
    assert.deepEqual(without, []);
  });

  it("says of each claim how it was read", () => {
    const [, legend = ""] = read("sources.md").split("how the claim was read");
    const ways = new Set([...legend.matchAll(/`(\w+)`: /g)].map(([, way]) => way));
    const without = rows.filter((row) => {
      const read = row.split("|").at(-2)?.trim().split(", ") ?? [];
      return !read.every((way) => ways.has(way));
    });
    assert.deepEqual(without, []);
  });

  for (const section of read("not-verified.md").split("\n## ").slice(1)) {
    const [title = ""] = section.split("\n");
    it(`says how to settle what is not verified, and what the code does: ${title}`, () => {
      assert.match(section, /```sh\n(?:aws|npm run audit)\b/);
      assert.match(section, /\bEither way: /);
    });
  }
});

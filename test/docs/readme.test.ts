import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { policies } from "../../policy/policies";

const root = path.resolve(__dirname, "../..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");

describe("the README", () => {
  const readme = read("README.md");

  it("is read in minutes: at most 250 lines and 25 kilobytes", () => {
    assert.ok(readme.split("\n").length <= 250);
    assert.ok(Buffer.byteLength(readme) <= 25_000);
  });

  it("quotes the price, the figures and the count of actions as the pages have them", () => {
    const price = /\*\*together\*\* \| \| \*\*(.+)\*\*/.exec(read("docs/cost.md"))?.[1];
    const change = /^\| evaluator, change \| (.+? ms) .* \| (.+? kB) \|$/m.exec(read("docs/benchmarks.md"));
    const sample = /^\| sample, change \| (.+? ms) /m.exec(read("docs/benchmarks.md"))?.[1];
    const rights = [
      ...read("docs/permissions.md").matchAll(
        /^\| evaluator \| \S+ \| (.+?) \| .* \| (?:always|with a schedule) \|$/gm,
      ),
    ];
    const actions = rights.flatMap(([, cell = ""]) => cell.split(", "));

    assert.ok(readme.includes(`**${price} USD a month**`), "the price");
    assert.ok(readme.includes(`**${change?.[1]}**`), "the first verdict");
    assert.ok(readme.includes(`where AWS's sample takes ${sample},`), "the sample's");
    assert.ok(readme.includes(`an archive of ${change?.[2]}`), "the archive");
    assert.ok(readme.includes(`**${actions.length} actions**`), "the actions");
  });

  it("has the code of programs that a test runs, in each language", () => {
    const section = readme.slice(readme.indexOf("## In your own Pulumi program"));
    const programs = { python: "__main__.py", typescript: "index.ts", yaml: "Pulumi.yaml" };
    for (const [language, file] of Object.entries(programs)) {
      const [, code = ""] = new RegExp("```" + language + "\\n([^`]+)```").exec(section) ?? [];
      assert.ok(code.length > 100 && read(`examples/consumers/${language}/${file}`).includes(code), language);
    }
  });

  it("names every policy of the review pack", () => {
    assert.deepEqual(
      policies.map(({ name }) => name).filter((name) => !readme.includes(`\`${name}\``)),
      [],
    );
  });
});

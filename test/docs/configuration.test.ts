import assert from "node:assert/strict";
import { parse } from "yaml";
import { checkValue, type Setting } from "../../infra/settings/validation";
import { table } from "../../infra/settings/table";
import { configurationPage } from "../../tools/docs/configuration";

const settings: [name: string, setting: Setting][] = Object.entries(table);

describe("the page on configuration", () => {
  const page = configurationPage();
  const sections = new Map(page.split("\n## ").map((text) => [text.split("\n")[0] ?? "", text]));

  it("says first that it is made", () => {
    assert.ok(page.startsWith("<!-- Made by npm run docs. -->\n\n# "));
  });

  for (const [name, setting] of settings) {
    it(`has of ${name} the description, a link, and an example in YAML that is no default`, () => {
      const section = sections.get(name) ?? "";
      const [, example = ""] = /```yaml\n([^]*?)```/.exec(section) ?? [];
      const parsed = parse(example) as Record<string, unknown>;
      const value = parsed[`xray-encryption-guard:${name}`];

      assert.ok(section.includes(setting.description));
      assert.ok(page.includes(`](#${name.toLowerCase()})`));
      checkValue(name, setting, value);
      assert.notDeepEqual(value, setting.default);
    });
  }
});

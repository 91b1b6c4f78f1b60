import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript";
import { checkValue, type Setting } from "../../infra/settings/validation";
import { checkSettings } from "../../infra/settings/settings";
import { table } from "../../infra/settings/table";
import { readProject } from "../../stack-runner/project-file";

const root = path.resolve(__dirname, "../..");
const settings: [name: string, setting: Setting][] = Object.entries(table);

/** What the component's arguments say of themselves, by name. */
function documented() {
  const file = path.join(root, "infra/settings/guard-args.ts");
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const types = new Map<string, string>();
  const args = new Map<string, { type: string; description: string; default: unknown }>();
  source.forEachChild((node) => {
    if (ts.isTypeAliasDeclaration(node)) types.set(node.name.text, node.type.getText());
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== "GuardArgs") return;
    for (const member of node.members.filter(ts.isPropertySignature)) {
      const [doc] = member.getChildren().filter(ts.isJSDoc);
      const [tag] = doc?.tags ?? [];
      assert.equal(tag?.tagName.text, "default", member.name.getText());
      args.set(member.name.getText(), {
        type: (member.type?.getText() ?? "").replace(/\w+/g, (name) => types.get(name) ?? name),
        description: (ts.getTextOfJSDocComment(doc?.comment) ?? "").replaceAll(/\s+/g, " "),
        default: JSON.parse(ts.getTextOfJSDocComment(tag.comment) ?? ""),
      });
    }
  });
  return args;
}

describe("the table of settings", () => {
  it("says what Pulumi.yaml declares, word for word", () => {
    const declared = Object.fromEntries(
      settings.map(([name, { type, items, description, default: value }]) => [
        `xray-encryption-guard:${name}`,
        { type, ...(type === "array" && { items: { type: items } }), description, default: value },
      ]),
    );
    assert.deepEqual(Object.fromEntries(readProject(root).config), declared);
  });

  it("says what the component's arguments say of themselves, word for word", () => {
    const args = documented();
    assert.deepEqual(
      [...args].map(([name, { description, default: value }]) => [name, description, value]),
      settings.map(([name, { description, default: value }]) => [name, description, value]),
    );
  });

  it("allows of each argument what its type allows", () => {
    const args = documented();
    for (const [name, { type, items, allowed, isInput }] of settings) {
      const declared = args.get(name)?.type ?? "";
      const literals = [...declared.matchAll(/"(\w+)"/g)].map(([, value]) => value);
      if (literals.length > 0) {
        assert.deepEqual(allowed, literals, name);
      } else {
        const names = { integer: "number", object: `Record<string, ${items}>`, array: `${items}[]` };
        const expected = { ...names, string: "string", boolean: "boolean" }[type];
        const plain = declared.replace(/pulumi\.Input<string>/, "string");
        assert.equal(plain.replace(/^(?:Aggregator|NotifyTopic)\[\]$/, "object[]"), expected, name);
        assert.equal(plain !== declared || name === "notifyTopics", isInput === true, name);
      }
    }
  });

  for (const [name, setting] of settings) {
    it(`${name} has a usable default and another example, and its description names what is allowed`, () => {
      const { allowed = [], range = [], description, default: value, example = value } = setting;
      for (const used of [value, example]) checkValue(name, setting, structuredClone(used));
      if (setting.allowed === undefined && setting.type !== "boolean") assert.notDeepEqual(example, value);
      const around = { regions: ["eu-west-1", "us-east-1"], desiredKey: "alias/xray-traces" };
      assert.doesNotThrow(() => checkSettings({ ...around, [name]: example }));
      const named = [...(setting.type === "string" ? allowed : []), ...range].map(String);
      for (const word of named) assert.ok(description.includes(word), `${name} does not explain ${word}`);
      assert.match(description, /^[A-Z].*\.$/);
    });
  }

  it("is complete: a guard without arguments has its defaults", () => {
    const {
      desired: _desired,
      planned: _planned,
      recordedRegions,
      ...checked
    } = checkSettings({ regions: ["eu-west-1"] });
    const defaults = Object.fromEntries(settings.map(([name, { default: value }]) => [name, value]));
    assert.deepEqual(recordedRegions, ["eu-west-1"]);
    assert.deepEqual(checked, { ...defaults, regions: ["eu-west-1"], frequency: "TwentyFour_Hours" });
  });
});

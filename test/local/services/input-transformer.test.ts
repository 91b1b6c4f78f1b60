import * as assert from "node:assert/strict";
import { InputTransformer } from "../../../local/services/events/input-transformer";

describe("EventBridge input transformers", () => {
  const event = {
    region: "eu-west-1",
    detail: {
      why: "it is wrong",
      count: 2,
      before: null,
      keys: ["a", "b"],
      diff: { "Configuration.Type": { from: "NONE" } },
    },
  };
  const paths = {
    region: "$.region",
    why: "$.detail.why",
    count: "$.detail.count",
    before: "$.detail.before",
    missing: "$.detail.old.type",
    second: "$.detail.keys[1]",
    diff: "$.detail.diff",
  };

  const cases: { says: string; template: string; rendered: string }[] = [
    {
      says: "a quoted line keeps its quotes",
      template: '"In <region>: <why>"',
      rendered: '"In eu-west-1: it is wrong"',
    },
    { says: "each line keeps its quotes", template: '"<region>"\n"<count>"', rendered: '"eu-west-1"\n"2"' },
    {
      says: "a path that finds nothing renders as nothing",
      template: '"was <missing>."',
      rendered: '"was ."',
    },
    { says: "a null renders as nothing in a string", template: '"was <before>."', rendered: '"was ."' },
    { says: "an index reads a list", template: '"<second>"', rendered: '"b"' },
    {
      says: "an object in a string loses its quotes",
      template: '"<diff>"',
      rendered: '"{Configuration.Type:{from:NONE}}"',
    },
    {
      says: "in JSON a value keeps its type",
      template: '{"n": <count>, "d": <diff>}',
      rendered: '{"n": 2, "d": {"Configuration.Type":{"from":"NONE"}}}',
    },
    {
      says: "escaped quotes do not end a string",
      template: '"say \\"<why>\\" <diff>"',
      rendered: '"say \\"it is wrong\\" {Configuration.Type:{from:NONE}}"',
    },
    { says: "the rule's name is known", template: '"<aws.events.rule-name>"', rendered: '"guard"' },
  ];
  for (const { says, template, rendered } of cases) {
    it(says, () => {
      const transformer = InputTransformer.parse(paths, template);
      assert.equal(transformer.render(event, { "aws.events.rule-name": "guard" }), rendered);
    });
  }

  const refusals: { says: string; paths: Record<string, string>; template: string; message: RegExp }[] = [
    {
      says: "bracket notation",
      paths: { a: "$.detail['Configuration.Type']" },
      template: '"<a>"',
      message: /only dot notation/,
    },
    {
      says: "a path that is none",
      paths: { a: "detail.type" },
      template: '"<a>"',
      message: /not a JSON path/,
    },
    { says: "a variable without a path", paths: {}, template: '"<a>"', message: /<a> has no input path/ },
    {
      says: "text without quotes",
      paths: { a: "$.a" },
      template: "In <a> it is",
      message: /strings in quotes/,
    },
    { says: "an empty template", paths: {}, template: "", message: /1 to 8192/ },
  ];
  for (const { says, paths, template, message } of refusals) {
    it(`refuses ${says}`, () => {
      assert.throws(() => InputTransformer.parse(paths, template), { code: "ValidationException", message });
    });
  }
});

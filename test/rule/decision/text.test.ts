import assert from "node:assert/strict";
import { clip, printable, printableIn, quoted } from "../../../rule/decision/text";

describe("a text in a message", () => {
  const clipped: [text: string, limit: number, expected: string][] = [
    ["abcdef", 6, "abcdef"],
    ["abcdefg", 6, "abc..."],
    ["", 3, ""],
  ];
  for (const [text, limit, expected] of clipped) {
    it(`"${text}" in ${limit} characters is "${expected}"`, () => {
      assert.equal(clip(text, limit), expected);
    });
  }

  it("is printable ASCII, whatever it was", () => {
    assert.equal(printable("a\n\u0000\u007f~ \u00e9\u{1f512}b"), "a???~ ???b");
  });

  it("is so at any depth of a value, and all else stays", () => {
    const value = { list: ["a\u202e", { deep: "\u009b" }, 1, null, true], none: undefined };
    const expected = { list: ["a?", { deep: "?" }, 1, null, true], none: undefined };
    assert.deepEqual(printableIn(value), expected);
    assert.equal(printableIn("\n"), "?");
  });

  const values: [value: unknown, expected: string][] = [
    ["text\n", '"text?"'],
    ["x".repeat(81), `"${"x".repeat(77)}..."`],
    [null, "null"],
    [7, "7"],
    [false, "false"],
    [undefined, "missing"],
    [[1], "a list"],
    [{}, "a value of type object"],
  ];
  for (const [value, expected] of values) {
    it(`quotes ${value === undefined ? "nothing" : JSON.stringify(value)} as ${expected}`, () => {
      assert.equal(quoted(value), expected);
    });
  }
});

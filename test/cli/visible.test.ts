import assert from "node:assert/strict";
import { visible, visibleIn, visibleJson, visibleLines } from "../../cli/visible";

describe("what a terminal would obey", () => {
  const cases: [what: string, character: string, shown: string][] = [
    ["an escape", "\u001b", "\\u001b"],
    ["a line break", "\n", "\\u000a"],
    ["a return", "\r", "\\u000d"],
    ["a tab", "\t", "\\u0009"],
    ["DEL", "\u007f", "\\u007f"],
    ["the first of C1", "\u0080", "\\u0080"],
    ["C1's control sequence introducer", "\u009b", "\\u009b"],
    ["the Arabic letter mark", "\u061c", "\\u061c"],
    ["the left-to-right mark", "\u200e", "\\u200e"],
    ["the right-to-left mark", "\u200f", "\\u200f"],
    ["the first embedding", "\u202a", "\\u202a"],
    ["the right-to-left override", "\u202e", "\\u202e"],
    ["the first isolate", "\u2066", "\\u2066"],
    ["the last isolate", "\u2069", "\\u2069"],
    ["a line separator", "\u2028", "\\u2028"],
    ["a paragraph separator", "\u2029", "\\u2029"],
  ];
  for (const [what, character, shown] of cases) {
    it(`is shown as text: ${what}`, () => {
      assert.equal(visible(`a${character}b`), `a${shown}b`);
    });
  }

  it("is nothing that people write", () => {
    const text = "Zoë, 密钥, مفتاح, 🔑 ~ ";
    assert.equal(visible(text), text);
  });

  it("is found at any depth, and what is neither list nor plain object stays itself", () => {
    const at = new Date(0);
    const shown = visibleIn({ at, list: [{ name: "\u202e" }, 1, null], none: undefined });
    assert.deepEqual(shown, { at, list: [{ name: "\\u202e" }, 1, null], none: undefined });
    assert.equal(shown.at, at);
  });

  it("is in a text of lines all but the line breaks", () => {
    assert.equal(visibleLines("a\r\nb\u009b"), "a\\u000d\nb\\u009b");
  });

  it("is escaped in JSON, which is read as what it was", () => {
    const document = { name: "\u001b\u009b\u202e\u2028\u007f", lines: ["a\nb"] };
    const json = visibleJson(document);
    assert.match(json, /^[\x20-\x7e\n]+$/);
    assert.deepEqual(JSON.parse(json), document);
  });
});

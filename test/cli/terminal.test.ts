import assert from "node:assert/strict";
import { WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { table } from "../../cli/table";
import { paint, terminal } from "../../cli/terminal";

describe("color and width", () => {
  const names = ["NO_COLOR", "FORCE_COLOR", "NODE_DISABLE_COLORS", "TERM", "COLORTERM", "CI"];
  const before = names.map((name) => [name, process.env[name]] as const);

  function ofTerminal(environment: Record<string, string>) {
    for (const name of names) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, environment);
    // Node's own rule on a terminal that is not there.
    const stream = Object.assign(Object.create(WriteStream.prototype) as object, {
      isTTY: true,
      columns: 80,
    });
    return terminal(stream);
  }

  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  const cases: [environment: Record<string, string>, color: boolean][] = [
    [{ TERM: "xterm-256color" }, true],
    [{ TERM: "xterm-256color", NO_COLOR: "1" }, false],
    [{ TERM: "dumb" }, false],
  ];
  for (const [environment, color] of cases) {
    it(`of a terminal with ${JSON.stringify(environment)}: ${color ? "coloured" : "plain"}, its columns`, () => {
      assert.deepEqual(ofTerminal(environment), { color, width: 80 });
    });
  }

  it("of a pipe: plain, as wide as the text", () => {
    assert.deepEqual(terminal({}), { color: false, width: undefined });
  });

  it("paint only where there are colors", () => {
    assert.equal(paint(true, "red", "wrong"), "\u001B[31mwrong\u001B[39m");
    assert.equal(paint(false, "red", "wrong"), "wrong");
  });
});

describe("a table", () => {
  const head = ["Account", "Region", "Annotation"];
  const rows = [["111122223333", "eu-west-1", "X-Ray ".repeat(30).trim()]];
  const wide = Array.from({ length: 9 }, (_, index) => `heading-${index}`);
  const printed = (width: number | undefined, color = false): string[] =>
    table(head, rows, { color, width }).split("\n");
  const longest = (lines: string[]): number =>
    Math.max(...lines.map((line) => stripVTControlCharacters(line).length));

  it("is as wide as its text where no terminal limits it", () => {
    assert.equal(longest(printed(undefined)), 12 + 9 + 179 + 3 * 2 + 4);
    assert.deepEqual(printed(500), printed(undefined));
  });

  for (const color of [false, true]) {
    it(`fits 80 columns by wrapping its widest column${color ? ", in color too" : ""}`, () => {
      const lines = printed(80, color);

      assert.equal(longest(lines), 80);
      assert.ok(
        lines.some((line) => stripVTControlCharacters(line).includes("│ 111122223333 │ eu-west-1 │ X-Ray")),
      );
      const annotation = lines.map((line) => stripVTControlCharacters(line).split("│")[3] ?? "").join("");
      assert.equal(annotation.replaceAll(" ", ""), `Annotation${"X-Ray".repeat(30)}`);
    });
  }

  it("of too many columns has a list for each row instead", () => {
    const cells = [...wide.keys()].map((index) => `value of ${index}`);
    const lines = table(wide, [cells, cells], { color: false, width: 80 }).split("\n");

    assert.ok(longest(lines) <= 80);
    assert.equal(lines.filter((line) => /^│ heading-8 │ value of 8 +│$/.test(line)).length, 2);
  });
});

import assert from "node:assert/strict";
import { broken, spotsOf } from "../../tools/mutation/spots";
import { readReport } from "../../tools/mutation/stryker-report";
import { complaints } from "../../tools/mutation/survivors";

describe("what is broken in infra/ beside what Stryker breaks", () => {
  const cases: [what: string, source: string, becomes: string[]][] = [
    [
      "each number",
      "f({ a: 5, b: 2 * 0 });",
      ["f({ a: 6, b: 2 * 0 });", "f({ a: 5, b: 3 * 0 });", "f({ a: 5, b: 2 * 1 });"],
    ],
    ["no number of a type", "type A = 1 | 2;", []],
    [
      "each element of what is waited for",
      "f({ dependsOn: [a, ...b.c] });",
      ["f({ dependsOn: [...b.c] });", "f({ dependsOn: [a, ] });"],
    ],
    ["a list that is another's", "f({ dependsOn: args.watchers });", ["f({ dependsOn: [] });"]],
    ["what is kept for later", "this.ready = [a];", ["this.ready = [];"]],
    ["what is added later", "if (b) watchers.push(b);", ["if (b) void 0;"]],
    ["no other list", "f({ rules: [a] }); names.push(b);", []],
  ];
  for (const [what, source, becomes] of cases) {
    it(`is ${what}`, () => {
      assert.deepEqual(
        spotsOf(source).map((spot) => broken(source, spot)),
        becomes,
      );
    });
  }
});

describe("what goes unnoticed", () => {
  const source = 'const a = 1;\nf({ b: "c" });\n';
  const mutant = (status: string, replacement: string) => ({
    status,
    replacement,
    location: { start: { line: 2, column: 8 }, end: { line: 2, column: 11 } },
  });

  it("is read from Stryker's report, by what was written there", () => {
    const mutants = [
      mutant("Killed", "1"),
      mutant("Timeout", "2"),
      mutant("Ignored", "3"),
      mutant("Survived", '""'),
    ];
    assert.deepEqual(readReport({ files: { "infra/a.ts": { source, mutants } } }), {
      all: 3,
      survivors: [{ file: "infra/a.ts", line: 'f({ b: "c" });', was: '"c"', becomes: '""' }],
    });
  });

  const survivor = { file: "infra/a.ts", line: "  f(a", was: "a\n  b", becomes: "" };
  it("needs a reason", () => {
    assert.deepEqual(complaints([survivor], 100, []), [
      "infra/a.ts: in 'f(a' no test noticed 'a b' become ''; write one, or name it in test/mutation/unnoticed.json with the reason.",
    ]);
    assert.deepEqual(
      complaints([survivor], 100, [{ ...survivor, was: "a b", because: "it is the same" }]),
      [],
    );
    const elsewhere = { ...survivor, line: "g(a", because: "it is the same" };
    assert.equal(complaints([survivor], 100, [elsewhere]).length, 1);
  });

  it("is three of 100 at most, whatever the reasons", () => {
    const named = [{ ...survivor, because: "it is the same" }];
    assert.deepEqual(
      complaints(
        Array.from({ length: 3 }, () => survivor),
        100,
        named,
      ),
      [],
    );
    assert.deepEqual(
      complaints(
        Array.from({ length: 4 }, () => survivor),
        100,
        named,
      ),
      ["The tests notice 96.0 of 100; expected 97 or more."],
    );
  });
});

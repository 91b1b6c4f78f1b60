import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { parseScenario, ScenarioError } from "../../local/scenario/file";
import { steps, type Written } from "./scenario-steps";

/** A scenario file as text, with the lines from which its steps begin. */
function fileOf(written: readonly unknown[], flow: boolean): { text: string; lines: number[] } {
  let text = "description: What it shows.\nconfig: { trigger: both }\nsteps:\n";
  const lines: number[] = [];
  for (const one of written) {
    lines.push(text.split("\n").length);
    const [first = "", ...others] = stringify(one, {
      collectionStyle: flow ? "flow" : "any",
      lineWidth: 0,
      aliasDuplicateObjects: false,
    })
      .trimEnd()
      .split("\n");
    text += [`  - ${first}`, ...others.map((line) => `    ${line}`)].join("\n") + "\n";
  }
  return { text, lines };
}

/** What is no step, whatever else stands in the file. */
const mistakes: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    {},
    [],
    3,
    true,
    "",
    "advance",
    { advance: "soon" },
    { advance: "0 hours" },
    { advance: "1 fortnight" },
    { advance: "367 days" },
    { advance: 5 },
    { advance: `${"9".repeat(5000)} days` },
    { advance: "x".repeat(5000) },
    { ["x".repeat(5000)]: null },
    { "break-call": { call: "kms:DescribeKeys", how: "throttled" } },
    { "fail-function": 0 },
    { "fail-function": 1.5 },
    { "fail-function": "for ever" },
    { "break-call": { call: "kms", how: "throttled" } },
    { "break-call": { call: "kms:DescribeKey" } },
    { "break-call": { call: "kms:DescribeKey", how: "thrown" } },
    { "break-call": { call: "kms:DescribeKey", how: "throttled", times: 0 } },
    { "stop-recorder": "now" },
    { "put-encryption": "" },
    { "put-encryption": ["NONE"] },
    { "move-alias": { alias: "alias/a" } },
    { "move-alias": { alias: "a", to: "alias/b" } },
    { expect: {} },
    { expect: { verdict: "compliant" } },
    { expect: { trigger: "change" } },
    { expect: { "no-change": false } },
    { in: "eu-west-1" },
    { in: 1, oversized: null },
    { oversized: null, "mend-calls": null },
    { constructor: null },
    { toString: "x" },
  ),
  // A word that nobody knows.
  fc.stringMatching(/^[a-z]{1,8}-[a-z]{1,8}x$/).map((name) => ({ [name]: "NONE" })),
);

/** Pieces of YAML that parsers stumble over. */
const fragments = [
  "description: x\n",
  "steps:\n",
  "  - oversized\n",
  "  - advance: 1 hour\n",
  "  - &a { advance: *a }\n",
  "  - *nobody\n",
  "  - <<: { oversized: }\n",
  "  - __proto__: { advance: 1 hour }\n",
  "  - ? { a: b }\n    : c\n",
  "\t- tab\n",
  "  - !!binary aGk=\n",
  "  - !!js/function x\n",
  "  - |\n    text\n",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "config: [1, 2]\n",
  "config: { a: &x [*x] }\n",
  "config:\n",
  "? [\n",
  "{{{{\n",
  "\u0000",
  "x".repeat(5000),
  `  - put-encryption: *${"a".repeat(5000)}\n`,
  `  - put-encryption: |${"a".repeat(5000)}\n`,
  "  - <<: 3\n",
  "\ufeff",
  "a: &a [1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n",
];

/** Says of this many scenario files that each is read as it was meant, or refused by a sentence with file and line. */
export function describeScenarioFiles(runs: number, seed?: number): void {
  const options = { numRuns: runs, ...(seed !== undefined && { seed }) };

  describe(`any of ${runs} scenario files`, function () {
    this.timeout(5 * 60_000);

    it("is read into the steps that were written, each with its line", () => {
      const property = fc.property(steps, fc.boolean(), (written, flow) => {
        const { text, lines } = fileOf(written, flow);

        const scenario = parseScenario("my.yaml", text);

        assert.deepEqual(
          scenario.steps,
          written.map((one, index) => ({ line: lines[index], ...meant(one) })),
        );
      });

      fc.assert(property, options);
    });

    it("with a mistake is refused by one sentence that names the line", () => {
      const property = fc.property(
        steps,
        mistakes,
        fc.nat(),
        fc.boolean(),
        (written, mistake, place, flow) => {
          const at = place % (written.length + 1);
          const { text, lines } = fileOf([...written.slice(0, at), mistake, ...written.slice(at)], flow);

          const line = refusedAt(text);

          const end = lines[at + 1] ?? text.split("\n").length;
          assert.ok(line !== undefined && line >= (lines[at] ?? 0) && line < end, `${line}\n${text}`);
        },
      );

      fc.assert(property, options);
    });

    it("of whatever pieces, or scratched somewhere, is read or refused so, and never anything else", () => {
      const piece = fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 20 }));
      const heap = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(""));
      // A file in which somebody typed, and perhaps over what stood there.
      const scratched = fc.tuple(steps, fc.nat(), fc.nat(9), piece).map(([written, place, over, typed]) => {
        const { text } = fileOf(written, false);
        const at = place % text.length;
        return text.slice(0, at) + typed + text.slice(at + over);
      });
      const property = fc.property(fc.oneof(heap, scratched), (text) => {
        const line = refusedAt(text);

        assert.ok(line === undefined || (line >= 1 && line <= text.split("\n").length), `line ${line}`);
      });

      fc.assert(property, options);
    });
  });
}

/** What a step says, however it was written. */
function meant(written: Written): object {
  const { in: region, ...words } = typeof written === "string" ? { in: undefined, [written]: null } : written;
  const [[word, value] = []] = Object.entries(words);
  return { in: region, word, value };
}

/** The line that the refusal names; undefined when there is none. */
function refusedAt(text: string): number | undefined {
  try {
    parseScenario("my.yaml", text);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ScenarioError, String((error as Error).stack));
    const [, line] = /^my\.yaml:(\d+): [^\n]{10,}[.?]$/.exec(error.message) ?? [];
    assert.ok(line !== undefined && error.message.length <= 1000, JSON.stringify(error.message));
    return Number(line);
  }
}

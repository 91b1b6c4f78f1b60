import assert from "node:assert/strict";
import { readArguments } from "../../audit/cli/arguments";
import { AuditError } from "../../audit/aws/aws-call";
import { exitCodes, overall, type Reason } from "../../audit/cli/exit-codes";

const mistakes: [line: string, message: string][] = [
  ["invetory", "There is no command 'invetory': did you mean inventory?"],
  [
    "--regions eu-west-1 inventory",
    "The command comes first, before --regions: one of inventory, timeline, report, verify, preflight.",
  ],
  ["inventory --region eu-west-1", "Unknown option '--region' of inventory: did you mean --regions?"],
  ["verify --format json", "Unknown option '--format' of verify: did you mean --help?"],
  [
    "inventory eu-west-1",
    "Unexpected argument 'eu-west-1': the options of inventory are --regions, --aggregator, --rule, --format, --help.",
  ],
  ["inventory --regions", "Option --regions needs a value: --regions LIST."],
  ["inventory --regions --format json", "Option --regions needs a value: --regions LIST."],
  ["preflight --permissions=yes", "Option --permissions takes no value, but was given 'yes'."],
  ["inventory --format json --format csv", "Option --format is given twice: give it once."],
  ["inventory --format jsn", "--format is 'jsn': expected one of table, json, csv; did you mean json?"],
  ["preflight --format csv", "preflight knows no --format csv: choose table or json."],
  [
    "timeline --since yesterday",
    "--since is 'yesterday': expected a date or time such as 2026-01-31 or 2026-01-31T09:00:00Z.",
  ],
  [
    "timeline --since 2026-02-31",
    "--since is '2026-02-31': expected a date or time such as 2026-01-31 or 2026-01-31T09:00:00Z.",
  ],
  ["timeline --since 2026-01-02 --until 2026-01-02", "--since 2026-01-02 is not before --until 2026-01-02."],
  [
    "inventory --aggregator everybody --regions eu-west-1,us-east-1",
    "An aggregator is in one Region: name that one alone with --regions.",
  ],
];

const times: [text: string, iso: string][] = [
  ["2026-01-31", "2026-01-31T00:00:00.000Z"],
  ["2026-01-31T09:30", "2026-01-31T09:30:00.000Z"],
  ["2026-01-31T09:30:15.5Z", "2026-01-31T09:30:15.500Z"],
  ["2026-01-31T09:30:00+02:00", "2026-01-31T07:30:00.000Z"],
  ["2024-02-29", "2024-02-29T00:00:00.000Z"],
];

describe("the command line of audit", () => {
  for (const [line, message] of mistakes) {
    it(`refuses "${line}"`, () => {
      assert.throws(
        () => readArguments(line.split(" ")),
        (error) => {
          assert.ok(error instanceof AuditError);
          assert.equal(error.message, message);
          assert.equal(error.reason, "usage");
          return true;
        },
      );
    });
  }

  for (const [text, iso] of times) {
    it(`takes ${text} for ${iso}`, () => {
      const options = readArguments(["timeline", "--since", text]);

      assert.ok(options !== "help");
      assert.equal(options.since?.toISOString(), iso);
    });
  }
});

describe("exit codes", () => {
  it("differ for every reason", () => {
    const codes = Object.values(exitCodes).map(({ code }) => code);

    assert.equal(new Set(codes).size, codes.length);
  });

  const cases: [reasons: Reason[], whole: Reason][] = [
    [["ok", "ok"], "ok"],
    [["accessDenied", "accessDenied"], "accessDenied"],
    [["ok", "accessDenied"], "partial"],
    [["throttled", "accessDenied"], "partial"],
    [["noRecorder"], "noRecorder"],
    [[], "ok"],
  ];
  for (const [reasons, whole] of cases) {
    it(`make ${whole} of Regions that end ${reasons.join(" and ") || "nowhere"}`, () => {
      assert.equal(overall(reasons), whole);
    });
  }
});

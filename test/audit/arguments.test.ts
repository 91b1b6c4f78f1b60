import assert from "node:assert/strict";
import { type Arguments, auditCommand } from "../../audit/cli/arguments";
import { exitCodes, overall, type Reason } from "../../audit/cli/exit-codes";
import { run } from "../../audit/cli/run";
import { now } from "./account";

const mistakes: [line: string, message: string][] = [
  ["invetory", "Unknown command 'invetory': did you mean inventory?"],
  [
    "--regions eu-west-1 inventory",
    "The command comes first, before --regions: one of inventory, timeline, report, verify, preflight, health, notify-test.",
  ],
  ["inventory --region eu-west-1", "Unknown option '--region': did you mean --regions?"],
  ["verify --format json", "Unknown option '--format': the options are --regions, --help."],
  [
    "inventory eu-west-1",
    "Unexpected argument 'eu-west-1': the options are --regions, --aggregator, --accounts, --role, --external-id, --rule, --format, --help.",
  ],
  ["inventory --regions", "Option --regions needs a value: --regions <list>."],
  [
    "inventory --format jsn",
    "Option --format is 'jsn': expected one of table, json, csv; did you mean json?",
  ],
  ["preflight --format csv", "Option --format is 'csv': expected one of table, json; did you mean json?"],
  [
    "timeline --since yesterday",
    "Option --since is 'yesterday': expected a date or time such as 2026-01-31 or 2026-01-31T09:00:00Z.",
  ],
  [
    "report --until 2026-02-31",
    "Option --until is '2026-02-31': expected a date or time such as 2026-01-31 or 2026-01-31T09:00:00Z.",
  ],
  [
    "timeline --since 2026-01-02 --until 2026-01-02",
    "--since 2026-01-02T00:00:00.000Z is not before --until 2026-01-02T00:00:00.000Z.",
  ],
  [
    "inventory --aggregator everybody --regions eu-west-1,us-east-1",
    "An aggregator is in one Region: name that one alone with --regions.",
  ],
  [
    "report --accounts 123456789012 --aggregator everybody --role Auditor",
    "Name the accounts by --accounts or by --aggregator, not by both.",
  ],
  [
    "report --role Auditor",
    "A role is assumed in other accounts: name them with --accounts or --aggregator.",
  ],
  [
    "inventory --external-id e-1",
    "A role is assumed in other accounts: name them with --accounts or --aggregator.",
  ],
  ["report --aggregator everybody", "--aggregator needs --role NAME: the role to assume in each account."],
  ["inventory --accounts 123456789012", "--accounts needs --role NAME: the role to assume in each account."],
  [
    "inventory --aggregator everybody --external-id e-1",
    "--external-id goes with --role NAME, whose trust policy asks for it.",
  ],
  [
    "report --accounts 123456789012 --role arn:aws:iam::123456789012:role/Auditor",
    "Option --role is 'arn:aws:iam::123456789012:role/Auditor': expected the name that the role has in each account, such as Auditor or audit/Reader.",
  ],
  [
    "report --accounts 12345 --role Auditor --regions eu-west-1",
    "An account of --accounts is '12345': expected an account ID of twelve digits.",
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
  async function outcome(...args: string[]): Promise<{ code: number; out: string; said: string[] }> {
    const said: string[] = [];
    let out = "";
    const code = await run(args, {
      print: (text) => void (out += text),
      warn: (sentence) => said.push(sentence),
      now,
      color: false,
      width: undefined,
      environment: {},
      access: {},
    });
    return { code, out, said };
  }

  for (const [line, message] of mistakes) {
    it(`refuses "${line}" with 3 and one sentence`, async () => {
      assert.deepEqual(await outcome(...line.split(" ")), { code: 3, out: "", said: [message] });
    });
  }

  for (const [text, iso] of times) {
    it(`takes ${text} for ${iso}`, () => {
      const request = auditCommand().read<Arguments>(["timeline", "--since", text]);

      assert.ok("options" in request);
      assert.equal(request.options.since?.toISOString(), iso);
    });
  }

  it("prints every command's options, examples and exit codes with --help", async () => {
    for (const name of ["inventory", "timeline", "report", "verify", "preflight"]) {
      const { code, out, said } = await outcome(name, "--help");

      assert.deepEqual({ code, said }, { code: 0, said: [] });
      assert.match(out, new RegExp(`^Usage: npm run audit -- ${name} \\[options\\]( \\[folder\\])?$`, "m"));
      assert.match(out, new RegExp(`^Examples?:\n  npm run audit -- ${name} --`, "m"));
      assert.match(out, /^ {3}9 {2}AWS Config recorded nothing/m);
    }
  });

  it("prints the help where no command is named", async () => {
    const { code, out } = await outcome();

    assert.equal(code, 0);
    assert.match(out, /^Usage: npm run audit -- \[options\] \[command\]$/m);
  });
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

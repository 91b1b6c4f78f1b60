import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { readArguments } from "../../local/arguments";

describe("the command line of the local run", () => {
  it("reads the options, with their defaults", () => {
    const defaults = {
      stack: "dev",
      scenario: undefined,
      serve: false,
      port: undefined,
      json: false,
      help: false,
    };
    assert.deepEqual(readArguments([]), defaults);
    assert.deepEqual(readArguments(["--stack", "prod", "--json"]), {
      ...defaults,
      stack: "prod",
      json: true,
    });
    assert.deepEqual(readArguments(["--stack=prod", "-h"]), { ...defaults, stack: "prod", help: true });
    assert.deepEqual(readArguments(["--scenario", "my.yaml"]), { ...defaults, scenario: "my.yaml" });
  });

  const mistakes: [args: string[], message: RegExp][] = [
    [["--jsn"], /^Unknown option '--jsn': did you mean --json\?$/],
    [["--stak", "prod"], /^Unknown option '--stak': did you mean --stack\?$/],
    [["-x"], /^Unknown option '-x'/],
    [["--stack"], /^Option --stack needs a value: --stack NAME\.$/],
    [["--stack="], /^Option --stack needs a value/],
    [["--stack", "--json"], /^Option --stack needs a value/],
    [["--scenario"], /^Option --scenario needs a value: --scenario FILE\.$/],
    [["--scenario", "a.yaml", "--serve"], /^Option --serve plays no scenario/],
    [["--json=yes"], /^Option --json takes no value, but was given 'yes'\.$/],
    [["dev"], /^Unexpected argument 'dev': the options are --stack, .*--json, --help\.$/],
  ];
  for (const [args, message] of mistakes) {
    it(`answers ${args.join(" ")} with one sentence`, () => {
      assert.throws(() => readArguments(args), { name: "UsageError", message });
    });
  }

  function start(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const root = path.resolve(__dirname, "../..");
    const child = spawnSync(process.execPath, ["--require", "ts-node/register", "local/cli.ts", ...args], {
      cwd: root,
      encoding: "utf8",
    });
    return { status: child.status, stdout: child.stdout, stderr: child.stderr };
  }

  it("prints one JSON document and ends with 0 when the loop closed", () => {
    const { status, stdout, stderr } = start("--json");
    const document = JSON.parse(stdout) as Record<string, Record<string, unknown>[]>;
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    assert.deepEqual(Object.keys(document), [
      "resources",
      "changes",
      "evaluations",
      "notifications",
      "outputs",
      "review",
      "report",
    ]);
    const shapes: Record<string, string[]> = {
      resources: ["type", "name"],
      changes: ["at", "region", "changeType", "changedProperties"],
      evaluations: ["at", "region", "trigger", "complianceType", "annotation"],
      notifications: ["at", "topic", "to", "subject", "message"],
    };
    for (const [list, keys] of Object.entries(shapes)) {
      const entries = document[list] ?? [];
      assert.notEqual(entries.length, 0, list);
      for (const entry of entries) for (const key of keys) assert.ok(key in entry, `${list}: ${key}`);
    }
  });

  it("ends with 2 and one sentence for a stack that does not exist", () => {
    const { status, stdout, stderr } = start("--stack", "deV");
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
    assert.match(stderr, /^There is no stack 'deV'.*'dev'\?\n$/);
  });

  it("ends with 2 and one sentence for a scenario that is not there", () => {
    const { status, stdout, stderr } = start("--scenario", "first-dya");
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
    assert.match(stderr, /^There is no scenario 'first-dya'.*'first-day'\?\n$/);
  });

  it("ends with 1 for an expectation that is not met, and prints what was expected and what happened", () => {
    const { status, stdout } = start("--scenario", "test/local/scenario-that-fails.yaml");
    assert.equal(status, 1);
    assert.match(
      stdout,
      /The scenario did not go as expected:\n {2}- test\/local\/scenario-that-fails\.yaml:5: in eu-west-1\n {4}expected: the verdict COMPLIANT\n {4}actual: {3}NON_COMPLIANT on (change|schedule): X-Ray uses its default encryption/,
    );
  });
});

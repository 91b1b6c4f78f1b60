import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { startCommand } from "../../local/arguments";

describe("the command line of the local run", () => {
  it("reads the options, with their defaults", () => {
    const defaults = { stack: "dev", serve: false, empty: false, json: false, verbose: false };
    const cases: [args: string[], options: object][] = [
      [[], {}],
      [["--stack", "prod", "--json"], { stack: "prod", json: true }],
      [["--stack=prod", "--verbose"], { stack: "prod", verbose: true }],
      [["--scenario", "my.yaml"], { scenario: "my.yaml" }],
      [["--serve", "--port", "4566"], { serve: true, port: 4566 }],
      [["--serve", "--empty"], { serve: true, empty: true }],
    ];
    for (const [args, options] of cases) {
      const request = startCommand().read(args);
      assert.ok("options" in request);
      assert.deepEqual(request.options, { ...defaults, ...options });
    }
  });

  const mistakes: [args: string[], message: RegExp][] = [
    [["--jsn"], /^Unknown option '--jsn': did you mean --json\?$/],
    [["--stack", "--json"], /^Option --stack needs a value: --stack <name>\.$/],
    [["--scenario"], /^Option --scenario needs a value: --scenario <file>\.$/],
    [["--scenario", "a.yaml", "--serve"], /^Option --serve plays no scenario .* leave out --scenario\.$/],
    [["--json", "--serve"], /^Option --serve plays no scenario .* leave out --json\.$/],
    [["--empty"], /^Option --empty is about an account that is served: it needs --serve\.$/],
    [["--port", "4566"], /^Option --port says where an account is served: it needs --serve\.$/],
    [["--serve", "--port", "0"], /^Option --port is '0': expected a number from 1 to 65535\.$/],
    [["dev"], /^Unexpected argument 'dev': the options are --stack, .*--help\.$/],
  ];
  for (const [args, message] of mistakes) {
    it(`answers ${args.join(" ")} with one sentence`, () => {
      assert.throws(() => startCommand().read(args), { name: "UsageError", message });
    });
  }

  it("names the scenarios and their words with --help", () => {
    const { status, stdout, stderr } = start("--help");
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    for (const word of ["npm start -- --scenario fast", "key-rotation", "put-encryption", "no-message"])
      assert.ok(stdout.includes(word), word);
  });

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
      "warnings",
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

  it("prints by default what the README quotes of it, in that order", () => {
    const root = path.resolve(__dirname, "../..");
    const readme = fs.readFileSync(path.join(root, "README.md"), "utf8");
    const [, quoted = ""] =
      /<!-- Lines of `npm start`, pasted[^`]+```text\n([^`]+(?:`[^`]+)*?)\n```/.exec(readme) ?? [];
    const parts = quoted.split("\n…\n");
    assert.ok(parts.length > 2, readme);
    const { status, stdout, stderr } = start();
    assert.equal(status, 0, stderr);
    let from = 0;
    for (const part of parts) {
      const found = stdout.indexOf(part, from);
      assert.ok(
        found >= 0,
        `npm start does not print, from there on:\n${part}\n\nIt prints:\n${stdout.slice(from)}`,
      );
      from = found + part.length;
    }
  });
});

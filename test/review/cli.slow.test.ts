import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Review } from "../../review/review";

const root = path.resolve(__dirname, "../..");
const fixture = path.join(__dirname, "fixtures/lambda-permission-source-account.ts");

describe("npm run review", function () {
  this.timeout(30_000);
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", "ts-node/register", "review/cli.ts", ...args],
      { cwd: root, encoding: "utf8" },
    );
    return { status, stdout, stderr };
  };

  it("exits 0 on the dev stack and says so to machines", () => {
    const { status, stdout, stderr } = run("--format", "json");
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    const { passed, stack, violations } = JSON.parse(stdout) as Review;
    assert.deepEqual({ passed, stack, violations }, { passed: true, stack: "dev", violations: [] });
  });

  const mistakes: [args: string[], message: RegExp][] = [
    [["--stak"], /^Unknown option '--stak': did you mean --stack\?\n$/],
    [["--format", "xml"], /^Option --format is 'xml': expected one of text, json; did you mean text\?\n$/],
    [["--stack", "dov"], /^There is no stack 'dov'.*\n$/],
    [
      ["--policy-pack-config", "nowhere.json"],
      /^The policy pack's configuration nowhere\.json cannot be read.*\n$/,
    ],
  ];
  for (const [args, message] of mistakes) {
    it(`exits 2 with one sentence for ${args.join(" ")}`, () => {
      const { status, stdout, stderr } = run(...args);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
      assert.match(stderr, message);
    });
  }

  it("writes the summary for a pull request of a review that failed, too", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "summary-"));
    const file = path.join(folder, "summary.md");
    try {
      const { status } = run("--program", path.relative(root, fixture), "--markdown", file);
      assert.equal(status, 1);
      assert.match(fs.readFileSync(file, "utf8"), /^## Failed: \d+ mandatory and 0 advisory violations\.\n/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("exits 2 where the summary cannot be written", () => {
    const { status, stdout, stderr } = run("--markdown", "/nowhere/summary.md");
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
    assert.match(stderr, /^The summary cannot be written to \/nowhere\/summary\.md: .*\n$/);
  });

  it("exits 1 on violations and names the policies, as the pack is configured by a file", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "config-"));
    const file = path.join(folder, "pack.json");
    try {
      fs.writeFileSync(file, JSON.stringify({ "role-least-privilege": { unboundServices: [] } }));
      const options = ["--program", path.relative(root, fixture), "--policy-pack-config", file];
      const { status, stdout, stderr } = run(...options);
      assert.equal(status, 1, stderr);
      assert.match(stdout, /FAILED {2}lambda-permission-source-account/);
      assert.match(stdout, /trusts lambda\.amazonaws\.com for any account/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});

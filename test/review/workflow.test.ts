import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

interface Job {
  if?: string;
  permissions: Record<string, string>;
  steps: { uses?: string; run?: string }[];
}

const root = path.resolve(__dirname, "../..");

describe("the workflow", () => {
  const workflow = parse(fs.readFileSync(path.join(root, ".github/workflows/review.yml"), "utf8")) as {
    permissions: object;
    jobs: Record<"review" | "preview" | "deploy", Job>;
  };
  const jobs = Object.values(workflow.jobs);
  const runs = (job: Job) => job.steps.flatMap(({ run }) => run ?? []);

  it("pins every action by commit", () => {
    for (const { uses } of jobs.flatMap(({ steps }) => steps)) {
      if (uses !== undefined) assert.match(uses, /^[a-z-]+\/[a-z-]+@[0-9a-f]{40}$/);
    }
  });

  it("grants nothing but reading the code, and a token for AWS where AWS is asked", () => {
    assert.deepEqual(workflow.permissions, {});
    assert.deepEqual(workflow.jobs.review.permissions, { contents: "read" });
    for (const job of [workflow.jobs.preview, workflow.jobs.deploy]) {
      assert.deepEqual(job.permissions, { contents: "read", "id-token": "write" });
      assert.match(job.if ?? "", /vars\.AWS_ROLE_ARN != ''/);
    }
  });

  it("runs no text of its trigger as a command", () => {
    for (const run of jobs.flatMap(runs)) assert.doesNotMatch(run, /\$\{\{/);
  });

  it("runs scripts that exist", () => {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    assert.deepEqual(runs(workflow.jobs.review), ["npm ci", "npm run check", "npm test", "npm run review"]);
    assert.ok(scripts["check"] && scripts["test"] && scripts["review"]);
  });
});

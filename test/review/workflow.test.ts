import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

interface Job {
  if?: string;
  permissions: Record<string, string>;
  steps: { run?: string }[];
}

// What holds for every workflow is in test/ci/workflows.test.ts.
describe("the workflow that reviews and deploys", () => {
  const file = path.resolve(__dirname, "../../.github/workflows/review.yml");
  const { jobs } = parse(fs.readFileSync(file, "utf8")) as {
    jobs: Record<"review" | "preview" | "deploy", Job>;
  };

  it("gets a token for AWS where AWS is asked, and nowhere else", () => {
    assert.deepEqual(jobs.review.permissions, { contents: "read" });
    for (const job of [jobs.preview, jobs.deploy]) {
      assert.deepEqual(job.permissions, { contents: "read", "id-token": "write" });
      assert.match(job.if ?? "", /vars\.AWS_ROLE_ARN != ''/);
    }
  });

  it("judges by the same configuration everywhere, with the same exceptions", () => {
    const runs = [jobs.preview, jobs.deploy].flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    const judged = runs.filter((run) => run.includes("--policy-pack"));
    assert.equal(judged.length, 2);
    for (const run of judged)
      assert.match(run, /--policy-pack policy --policy-pack-config policy\/config\.json /);
  });

  it("reviews before it asks AWS", () => {
    const runs = jobs.review.steps.flatMap(({ run }) => run ?? []);
    assert.deepEqual(runs, [
      "npm ci",
      "npm run check",
      "npm test",
      'npm run review -- --markdown "$GITHUB_STEP_SUMMARY"',
    ]);
  });
});

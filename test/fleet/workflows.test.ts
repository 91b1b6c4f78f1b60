import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { mark } from "../../examples/fleet/comment";
import { root } from "./files";

interface Job {
  if?: string;
  needs?: string | string[];
  environment?: string;
  permissions: Record<string, string>;
  strategy?: { "fail-fast"?: boolean; "max-parallel"?: number; matrix: { account: string } };
  steps: { uses?: string; run?: string; with?: Record<string, string> }[];
}

interface Workflow {
  on: Record<string, unknown>;
  jobs: Record<string, Job>;
}

const textOf = (name: string): string =>
  fs.readFileSync(path.join(root, `examples/fleet/workflows/fleet-${name}.yml`), "utf8");
const read = (name: string): Workflow => parse(textOf(name)) as Workflow;
const jobOf = (workflow: string, name: string): Job => read(workflow).jobs[name] ?? assert.fail(name);

/** The role that a job assumes: an expression. */
const roleOf = ({ steps }: Job): string | undefined =>
  steps.find(({ uses }) => uses?.startsWith("aws-actions/"))?.with?.["role-to-assume"];

// What holds for every workflow is in test/ci/workflows.test.ts; what they do, in test/engine/fleet.engine.test.ts.
describe("the fleet's workflows", () => {
  it("assume the role that deploys in the environments that it trusts, and one that reads everywhere else", () => {
    for (const name of ["plan", "deploy", "drift"]) {
      for (const job of Object.values(read(name).jobs)) {
        const role = roleOf(job);
        if (role === undefined) assert.ok(!("id-token" in job.permissions));
        else if (role === "${{ matrix.account.deployRole }}")
          assert.match(job.environment ?? "", /^(?:canary|fleet)$/);
        else assert.equal(role, "${{ matrix.account.planRole }}");
      }
    }
    assert.equal(roleOf(jobOf("deploy", "canary")), "${{ matrix.account.deployRole }}");
  });

  it("check the accounts before anything else runs", () => {
    for (const name of ["plan", "deploy", "drift"]) {
      const { check, ...others } = read(name).jobs;
      assert.deepEqual(
        check?.steps.flatMap(({ run = "" }) => /fleet -- (\w+)/.exec(run)?.[1] ?? []),
        ["check", "matrix"],
      );
      for (const { needs } of Object.values(others)) assert.ok([needs].flat().includes("check"));
    }
  });

  it("plan no pull request of a fork, and show what a plan printed under the mark that they look for", () => {
    assert.equal(
      jobOf("plan", "check").if,
      "github.event.pull_request.head.repo.full_name == github.repository",
    );
    const [, looked = ""] = /startswith\("(.*?)"\)/.exec(textOf("plan")) ?? [];
    assert.ok(looked !== "" && mark.startsWith(looked));
  });

  it("deploy to the canary, then once it is well and somebody approves to the others, some at a time", () => {
    const { approval, canary, rest } = read("deploy").jobs;
    assert.deepEqual(approval?.needs, ["check", "canary"]);
    assert.deepEqual(rest?.needs, ["check", "canary", "approval"]);
    assert.equal(approval.environment, "fleet-approval");
    for (const job of [approval, rest])
      assert.match(job.if ?? "", /^\$\{\{ !failure\(\) && !cancelled\(\) && /);
    const { "fail-fast": failFast, "max-parallel": most } = rest.strategy ?? {};
    assert.equal(failFast, false);
    assert.ok(most !== undefined && most > 1);
    assert.deepEqual(rest.steps, canary?.steps);
  });

  it("look every night", () => {
    assert.deepEqual(Object.keys(read("drift").on), ["schedule", "workflow_dispatch"]);
  });

  it("pin the commits that this project's own workflows pin", () => {
    const folder = path.join(root, ".github/workflows");
    const own = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
    for (const name of ["plan", "deploy", "drift"])
      for (const [pin] of textOf(name).matchAll(/(?<=uses: )\S+@[0-9a-f]{40}.*$/gm))
        assert.ok(
          own.some((text) => text.includes(pin)),
          pin,
        );
  });
});

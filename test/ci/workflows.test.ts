import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: object;
  jobs: Record<string, { permissions?: Record<string, string>; "timeout-minutes"?: number; steps: Step[] }>;
}

const root = path.resolve(__dirname, "../..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** The npm scripts that a shell text runs. */
function scriptsIn(text: string): string[] {
  const named = [...text.matchAll(/\bnpm run (?:--silent )?([\w:]+)/g)].map(([, name = ""]) => name);
  const short = [...text.matchAll(/\bnpm (test|start)\b/g)].map(([, name = ""]) => name);
  return [...named, ...short];
}

/** Jobs that may do more than read the repository, or less. */
const rights: Record<string, object> = {
  "release.yml publish": { contents: "write", attestations: "write" },
  "fleet-plan.yml comment": { contents: "read", "pull-requests": "write" },
  "fleet-drift.yml drift": { contents: "read", issues: "write" },
  "fleet-deploy.yml approval": {},
};

/** This project's own, and those to copy. */
const files = [".github/workflows", "examples/fleet/workflows"].flatMap((folder) =>
  fs.readdirSync(path.join(root, folder)).map((file) => ({ folder, file })),
);

for (const { folder, file } of files) {
  describe(`the workflow ${file}`, () => {
    const text = read(path.join(folder, file));
    const workflow = parse(text) as Workflow;
    const jobs = Object.values(workflow.jobs);
    const steps = jobs.flatMap((job) => job.steps);
    const runs = steps.flatMap(({ run }) => run ?? []);

    it("pins every action by commit, with its version beside it", () => {
      const lines = text.split("\n").filter((line) => /\buses:/.test(line));
      // A step that stands elsewhere under an alias is one step.
      assert.equal(lines.length, new Set(steps.filter(({ uses }) => uses !== undefined)).size);
      for (const line of lines) {
        assert.match(line, /uses: [a-z-]+\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
    });

    it("grants nothing by default, and to a job what it needs", () => {
      assert.deepEqual(workflow.permissions, {});
      for (const [name, { permissions = {} }] of Object.entries(workflow.jobs)) {
        const { "id-token": _token, ...others } = permissions;
        assert.deepEqual(others, rights[`${file} ${name}`] ?? { contents: "read" });
      }
    });

    it("leaves no credentials in the checkout", () => {
      for (const { uses, with: inputs } of steps) {
        if (uses?.startsWith("actions/checkout@")) assert.equal(inputs?.["persist-credentials"], false);
      }
    });

    it("is not started by a pull request with rights of the repository", () => {
      assert.ok(!("pull_request_target" in workflow.on));
    });

    it("runs no text of its trigger as a command", () => {
      for (const run of runs) assert.doesNotMatch(run, /\$\{\{/);
    });

    it("ends by itself", () => {
      for (const job of jobs) assert.equal(typeof job["timeout-minutes"], "number");
    });

    it("runs scripts and files that exist", () => {
      for (const run of runs) {
        for (const script of scriptsIn(run)) assert.ok(script in scripts, script);
        for (const [name] of run.matchAll(/(?<!\S)[\w.]+\/[\w./-]+/g))
          assert.ok(fs.existsSync(path.join(root, name)), name);
      }
    });
  });
}

describe("the workflows of every change and of every night", () => {
  for (const file of ["ci.yml", "nightly.yml"]) {
    it(`need no secret and no cloud: ${file}`, () => {
      assert.doesNotMatch(read(`.github/workflows/${file}`), /secrets\.|vars\.|id-token/);
    });
  }

  it("take by night the tests that are for the night", () => {
    const nightly = read(".github/workflows/nightly.yml");
    for (const name of ["ENGINE_TESTS", "SLOW_TESTS"])
      assert.match(nightly, new RegExp(`^ +${name}: all$`, "m"));
  });

  it("run .ci/run on Linux and macOS, with Node 22 and 24 of the machine's own", () => {
    const { ci } = (parse(read(".github/workflows/ci.yml")) as { jobs: Record<string, unknown> }).jobs as {
      ci: { strategy: { matrix: object }; env: object; steps: Step[] };
    };
    assert.deepEqual(ci.strategy.matrix, { system: ["ubuntu-latest", "macos-latest"], node: [22, 24] });
    assert.deepEqual(ci.env, { OWN_NODE: "1" });
    assert.equal(ci.steps.at(-1)?.run, ".ci/run");
  });
});

describe("the workflow of a release", () => {
  const { jobs, on } = parse(read(".github/workflows/release.yml")) as Workflow;
  const runs = (job: string) => jobs[job]?.steps.flatMap(({ run }) => run ?? []) ?? [];

  it("is started by somebody, and checks all that a change is checked for", () => {
    assert.deepEqual(Object.keys(on), ["workflow_dispatch"]);
    assert.deepEqual(runs("build"), [".ci/run", "npm run release -- --final release"]);
  });

  it("runs with the rights to publish nothing of the project's own, nor of its packages", () => {
    for (const run of runs("publish")) assert.doesNotMatch(run, /\bn(?:pm|px|ode)\b|\.ci|\.ts/);
  });

  it("attests and publishes every archive that was made, with checksums and the changelog's section", () => {
    const attest = jobs["publish"]?.steps.find(({ uses }) =>
      uses?.startsWith("actions/attest-build-provenance@"),
    );
    assert.equal(attest?.with?.["subject-path"], "release/*.tgz");
    assert.match(runs("publish").at(-1) ?? "", /--notes-file notes\.md \.\/\*\.tgz SHA256SUMS$/m);
  });

  it("is tried without publishing on every change", () => {
    assert.match(read(".ci/run"), /^step npm run release$/m);
  });
});

describe(".ci/run", () => {
  it("runs scripts that exist", () => {
    const named = scriptsIn(read(".ci/run"));
    assert.ok(named.length > 5);
    for (const script of named) assert.ok(script in scripts, script);
  });
});

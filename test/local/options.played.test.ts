import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { runLocal, type LocalRun } from "../../local/run";

function run(config: Record<string, unknown>): Promise<LocalRun> {
  const defaults = { desiredKey: "alias/xray-traces", notify: ["people@example.com"] };
  return runLocal({ stack: "dev", config: { ...defaults, ...config } });
}

/** The verdicts on the setting by one trigger, in order: C for COMPLIANT, N for NON_COMPLIANT. */
function verdicts({ evaluations }: LocalRun, trigger: string): string {
  return evaluations
    .filter((one) => one.trigger === trigger && one.complianceType !== "NOT_APPLICABLE")
    .map(({ complianceType }) => complianceType.slice(0, 1))
    .join("");
}

function assertNoticed({ problems }: LocalRun, problem: RegExp): void {
  assert.ok(
    problems.some((one) => problem.test(one)),
    `no problem matches ${String(problem)}:\n${problems.join("\n")}`,
  );
}

const examples = fs
  .readdirSync(path.resolve(__dirname, "../../examples/stacks"))
  .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

describe("the local run of a stack with options", () => {
  for (const stack of examples) {
    it(`closes the loop of the example stack ${stack}`, async () => {
      assert.deepEqual((await runLocal({ stack })).problems, []);
    });
  }

  const loops: { says: string; config: Record<string, unknown>; change: string; periodic: string }[] = [
    { says: "that sets a key itself", config: { enforcement: "apply" }, change: "CNNC", periodic: "CNNCN" },
    {
      says: "that sets the default encryption itself",
      config: { enforcement: "apply", desiredKey: "none" },
      change: "CNCNC",
      periodic: "CNCNC",
    },
    {
      says: "that sets a key itself, beside somebody else's recorder",
      config: { enforcement: "apply", recorder: "existing" },
      change: "CNNC",
      periodic: "CNNCN",
    },
    {
      says: "that AWS Config puts right",
      config: { enforcement: "remediate" },
      change: "NCNCNC",
      periodic: "CCCN",
    },
    {
      says: "that AWS Config puts right on schedule only",
      config: { enforcement: "remediate", trigger: "periodic" },
      change: "",
      periodic: "NNNN",
    },
    {
      says: "with fast detection, that AWS Config remediates before it records",
      config: { enforcement: "remediate", fastDetection: true },
      change: "NC",
      periodic: "CCCN",
    },
    {
      says: "that AWS Config puts right when somebody approves, which nobody does",
      config: { enforcement: "remediate", remediation: "approval" },
      change: "NCNNC",
      periodic: "NCNNCN",
    },
  ];
  for (const { says, config, change, periodic } of loops) {
    it(`closes the loop of one ${says}`, async () => {
      const local = await run(config);
      assert.deepEqual(local.problems, []);
      assert.deepEqual([verdicts(local, "change"), verdicts(local, "periodic")], [change, periodic]);
    });
  }

  it("notices when fast detection's function is never invoked", async () => {
    const local = await runLocal({
      stack: "dev",
      config: { desiredKey: "alias/xray-traces", fastDetection: true },
      mutate: ({ type, name, inputs }) =>
        type.endsWith(":EventTarget") && name.endsWith("-detector") ? undefined : inputs,
    });
    assertNoticed(
      local,
      /^After ".*" in eu-west-1\nexpected: the subjects NON_COMPLIANT\nactual: {3}no message$/,
    );
  });

  it("notices when what should be put right is not", async () => {
    const local = await runLocal({
      stack: "dev",
      config: { desiredKey: "alias/xray-traces", enforcement: "remediate" },
      mutate: ({ type, inputs }) => (type.endsWith(":RemediationConfiguration") ? undefined : inputs),
    });
    assertNoticed(
      local,
      /^After "The stack is deployed" in eu-west-1\nexpected: a remediation that says "SUCCEEDED"\nactual: {3}no remediation$/,
    );
  });
});

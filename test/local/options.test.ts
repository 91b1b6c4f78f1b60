import * as assert from "node:assert/strict";
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

describe("the local run of a stack with options", () => {
  for (const stack of ["existing", "regions", "remediate", "fast"]) {
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

  it("shows fast detection's way to people beside the recorder's", async () => {
    const { problems, ways } = await run({ fastDetection: true });
    assert.deepEqual(problems, []);
    const [fast, recorder] = ways;
    assert.deepEqual([fast?.name, recorder?.name], ["fast detection", "AWS Config's recorder"]);
    assert.ok((fast?.seconds ?? 99) < 10 && (recorder?.seconds ?? 0) > 60);
    assert.ok((fast?.calls ?? 0) > 2 && (recorder?.calls ?? 0) > 2);
    assert.ok((fast?.steps.length ?? 9) < (recorder?.steps.length ?? 0));
  });

  it("shows no such ways without fast detection", async () => {
    assert.deepEqual((await run({})).ways, []);
  });

  it("notices when fast detection's function is never invoked", async () => {
    const local = await runLocal({
      stack: "dev",
      config: { desiredKey: "alias/xray-traces", fastDetection: true },
      mutate: ({ type, name, inputs }) =>
        type.endsWith(":EventTarget") && name.endsWith("-detector") ? undefined : inputs,
    });
    assert.ok(
      local.problems.some((problem) => problem.endsWith("fast detection told nobody within a minute.")),
      local.problems.join("\n"),
    );
  });

  it("notices when what should be put right is not", async () => {
    const local = await runLocal({
      stack: "dev",
      config: { desiredKey: "alias/xray-traces", enforcement: "remediate" },
      mutate: ({ type, inputs }) => (type.endsWith(":RemediationConfiguration") ? undefined : inputs),
    });
    assert.ok(
      local.problems.some((problem) => problem.endsWith("AWS Config did not put the setting right.")),
      local.problems.join("\n"),
    );
  });
});

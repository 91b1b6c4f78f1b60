import * as assert from "node:assert/strict";
import { toJson } from "../../local/print";
import { runLocal, StackError, type LocalRun } from "../../local/run";

/** The dev stack with other config, in a local account. */
function run(config: Record<string, unknown> = {}): Promise<LocalRun> {
  return runLocal({ stack: "dev", config: { notify: ["people@example.com"], ...config } });
}

/** The verdicts on the setting in a Region, in order; the clearing of the account's own row is none. */
function verdicts(local: LocalRun, trigger: string, region = "eu-west-1"): string[] {
  return local.evaluations
    .filter(
      (one) => one.trigger === trigger && one.region === region && one.complianceType !== "NOT_APPLICABLE",
    )
    .map(({ complianceType }) => complianceType);
}

/** C for COMPLIANT, N for NON_COMPLIANT. */
function spelled(letters: string): string[] {
  return Array.from(letters, (letter) => (letter === "C" ? "COMPLIANT" : "NON_COMPLIANT"));
}

describe("the local run", () => {
  const loops: {
    says: string;
    config: Record<string, unknown>;
    changes?: number;
    change: string;
    periodic: string;
  }[] = [
    { says: "with both triggers", config: {}, change: "NCNNC", periodic: "NCNNCN" },
    { says: "with the change trigger", config: { trigger: "change" }, change: "NCNNC", periodic: "" },
    {
      says: "with the periodic trigger, every hour",
      config: { trigger: "periodic", frequency: "One_Hour" },
      change: "",
      periodic: "NCNNCN",
    },
    {
      says: "with any customer managed key desired",
      config: { desiredKey: "customer" },
      change: "NCNNC",
      periodic: "NCNNCN",
    },
    {
      says: "with an accepted key",
      config: { acceptedKeys: ["alias/old-traces"] },
      changes: 6,
      change: "NCCNNC",
      periodic: "NCCNNCN",
    },
  ];
  it("passes on what the program warns of", async () => {
    const { warnings, problems } = await run({ desiredKey: "any" });

    assert.deepEqual(problems, []);
    assert.deepEqual(
      warnings.map((warning) => warning.slice(0, 17)),
      ["desiredKey is any"],
    );
  });

  for (const { says, config, changes = 5, change, periodic } of loops) {
    it(`closes the loop ${says}`, async () => {
      const local = await run({ desiredKey: "alias/xray-traces", ...config });

      assert.deepEqual(local.problems, []);
      assert.equal(local.changes.length, changes);
      assert.deepEqual(verdicts(local, "change"), spelled(change));
      assert.deepEqual(verdicts(local, "periodic"), spelled(periodic));
      assert.ok(local.notifications.length >= changes);
      assert.deepEqual([...new Set(local.notifications.map(({ to }) => to))], ["people@example.com"]);
    });
  }

  it("closes the loop in each of two Regions, which may desire different encryption", async () => {
    const local = await run({
      regions: ["eu-west-1", "us-east-1"],
      desiredKey: "alias/xray-traces",
      desiredKeyByRegion: { "us-east-1": "none" },
    });
    assert.deepEqual(local.problems, []);
    assert.deepEqual(verdicts(local, "change", "eu-west-1"), spelled("NCNNC"));
    assert.deepEqual(verdicts(local, "change", "us-east-1"), spelled("CNCNC"));
  });

  it("closes the loop beside somebody else's recorder, and declares none", async () => {
    const local = await run({ recorder: "existing", desiredKey: "alias/xray-traces" });
    assert.deepEqual(local.problems, []);
    assert.deepEqual(verdicts(local, "change"), spelled("NCNNC"));
    assert.deepEqual(
      local.resources.filter(({ type }) => /recorder|deliveryChannel|s3\//.test(type)),
      [],
    );
  });

  it("is the same each time", async () => {
    const [first, second] = [await run(), await run()];
    assert.deepEqual(toJson(first), toJson(second));
  });

  it("closes the loop when nobody is subscribed, since that is the stack's choice", async () => {
    const local = await run({ notify: [] });
    assert.deepEqual([local.problems, local.notifications], [[], []]);
  });

  it("says what is wrong with the stack's config instead of deploying", async () => {
    await assert.rejects(run({ trigger: "chang" }), {
      name: "StackError",
      message: /^trigger is "chang".*change/,
    });
  });

  it("rejects a stack that does not exist", async () => {
    await assert.rejects(runLocal({ stack: "nothing" }), StackError);
  });
});

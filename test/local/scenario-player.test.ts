import * as assert from "node:assert/strict";
import { toJson } from "../../local/print";
import { runLocal, type LocalRun } from "../../local/run";
import { bundledScenarios, parseScenario, readScenario } from "../../local/scenario/file";

const config = "config: { desiredKey: alias/xray-traces, frequency: One_Hour, notify: [people@example.com] }";

function play(steps: string, stackConfig = config): Promise<LocalRun> {
  const text = `description: A test.\n${stackConfig}\nsteps:\n${steps}`;
  return runLocal({ stack: "dev", scenario: parseScenario("my.yaml", text) });
}

describe("a scenario that is played", () => {
  for (const name of bundledScenarios()) {
    it(`goes as expected: ${name}, which comes with the project`, async () => {
      const { problems } = await runLocal({ stack: "dev", scenario: readScenario(name) });
      assert.deepEqual(problems, []);
    });
  }

  it("is the first day that is played without a scenario, for the stack that it names", async () => {
    const scenario = readScenario("first-day");
    const { config: stackConfig } = scenario;
    const [played, default_] = [
      await runLocal({ stack: "dev", scenario }),
      await runLocal({ stack: "dev", config: stackConfig }),
    ];
    assert.deepEqual(toJson(played), toJson(default_));
  });

  it("has the evaluator fetch an oversized change", async () => {
    const { invocations } = await runLocal({ stack: "dev", scenario: readScenario("oversized") });
    const last = invocations.findLast(({ functionName }) => functionName.includes("evaluator"));
    assert.match(last?.logs.join("") ?? "", /OversizedConfigurationItemChangeNotification/);
  });

  it("says at which line, what was expected and what happened, for each expectation that was not met", async () => {
    const { problems } = await play(`
  - put-encryption: alias/xray-traces
  - expect: { verdict: COMPLIANT }
  - advance: 10 minutes
  - expect:
      verdict: NON_COMPLIANT
      change: { from: NONE }
      no-change: true
      message: [is now KMS, is NON_COMPLIANT]
      subjects: [COMPLIANT]
      failure: failed
  - expect: { verdict: COMPLIANT, change: { to: NONE }, no-verdict: true, no-message: true }
  - disable-key: alias/xray-traces
  - advance: 1 hour
  - expect: { verdict: NON_COMPLIANT, trigger: change }
`);
    const found = problems.map((problem) => problem.replaceAll(/arn:\S+/g, "ARN").split("\n"));
    assert.deepEqual(
      found.map(([place]) => place),
      [6, 8, 8, 8, 8, 8, 8, 8, 15, 15, 18].map((line) => `my.yaml:${line}: in eu-west-1`),
    );
    const said = found.map(([, ...lines]) => lines.join(" | "));
    const expected = [
      /^expected: the verdict COMPLIANT \| actual: {3}no verdict \| No time has passed since the last step/,
      /^expected: the verdict NON_COMPLIANT \| actual: {3}COMPLIANT on (change|schedule): X-Ray encrypts with/,
      /^expected: a change from NONE \| actual: {3}discovered ARN$/,
      /^expected: no change \| actual: {3}discovered ARN$/,
      /^expected: a message that says "is now KMS" \| actual: {3}no message$/,
      /^expected: a message that says "is NON_COMPLIANT" \| actual: {3}no message$/,
      /^expected: the subjects COMPLIANT \| actual: {3}no message$/,
    ];
    for (const [index, pattern] of expected.entries()) assert.match(said[index] ?? "", pattern);
    assert.match(
      said.at(-1) ?? "",
      /^expected: the verdict NON_COMPLIANT on change \| actual: {3}no verdict on change$/,
    );
  });

  it("fails for a failure that nobody expects, and for a step that AWS refuses", async () => {
    const { problems } = await play(`
  - put-encryption: alias/nobody-made-it
  - fail-function: until repaired
  - advance: 10 minutes
`);
    assert.match(
      problems[0] ?? "",
      /^my\.yaml:5: in eu-west-1, put-encryption was refused: InvalidRequestException: .*alias\/nobody-made-it/,
    );
    // The event of the change, and that of the schedule.
    assert.equal(problems.length, 3);
    for (const problem of problems.slice(1)) assert.match(problem, /failed 3 times and Lambda gave up/);
  });

  it("is played in each Region of the stack, or in the one that a step names", async () => {
    const regions = config.replace("}", ", regions: [eu-west-1, us-east-1] }");
    const { problems, changes } = await play(
      `
  - in: us-east-1
    put-encryption: alias/xray-traces
  - advance: 10 minutes
  - { in: us-east-1, expect: { verdict: COMPLIANT } }
  - { in: eu-west-1, expect: { verdict: NON_COMPLIANT } }
  - expect: { no-change: true }
`,
      regions,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      changes.map(({ region, configuration }) => [region, configuration["type"]]),
      [
        ["eu-west-1", "NONE"],
        ["us-east-1", "KMS"],
      ],
    );
  });

  it("rejects a step for a Region that is not the stack's", async () => {
    await assert.rejects(play("  - { in: eu-west-3, put-encryption: NONE }\n"), {
      name: "ScenarioError",
      message: /^my\.yaml:4: the stack has no Region 'eu-west-3': it guards eu-west-1;/,
    });
  });

  it("says so when nobody is subscribed who could get a message", async () => {
    const { problems } = await play(
      "  - advance: 10 minutes\n  - expect: { message: anything }\n",
      "config: { notify: [] }",
    );
    assert.match(problems.join("\n"), /actual: {3}no message \(nobody is subscribed: set `notify`/);
  });
});

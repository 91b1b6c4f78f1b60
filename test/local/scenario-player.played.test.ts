import * as assert from "node:assert/strict";
import { toJson } from "../../local/print";
import { runLocal, type LocalRun } from "../../local/run";
import { uuid } from "../../local/account/ids";
import { bundledScenarios, parseScenario, readScenario, type Scenario } from "../../local/scenario/file";

const config = "config: { desiredKey: alias/xray-traces, frequency: One_Hour, notify: [people@example.com] }";

function play(steps: string, stackConfig = config): Promise<LocalRun> {
  const text = `description: A test.\n${stackConfig}\nsteps:\n${steps}`;
  return runLocal({ stack: "dev", scenario: parseScenario("my.yaml", text) });
}

/** AWS Config's result tokens of a run: more than a scenario has invocations. */
const tokens = Array.from({ length: 1000 }, (_, index) =>
  uuid("result-token", "eu-west-1", String(index + 1)),
);

/** The subjects that a scenario expects. Each expectation states them, but one of a failure alone. */
function subjectsOf({ steps, file }: Scenario): string[] {
  return steps.flatMap(({ word, value, line }) => {
    if (word !== "expect") return [];
    if (value.subjects === undefined) {
      assert.deepEqual(Object.keys(value), ["failure"], `${file}:${String(line)} states no subjects`);
    }
    return value.subjects ?? [];
  });
}

describe("a scenario that is played", () => {
  for (const name of bundledScenarios()) {
    it(`goes as expected, and tells people what it says: ${name}, which comes with the project`, async () => {
      const scenario = readScenario(name);
      const { problems, notifications } = await runLocal({ stack: "dev", scenario });
      assert.deepEqual(problems, []);
      assert.equal(notifications.length, subjectsOf(scenario).length, "messages after the last expectation");
      for (const { subject, message } of notifications) {
        assert.match(subject, /^[\x20-\x7e]{1,99}$/);
        assert.doesNotMatch(`${subject}\n${message}`, /^"|\{\}|result.?token/im);
        assert.ok(!tokens.some((token) => message.includes(token)), message);
      }
    });
  }

  // Each is about what people are told: so many messages, and not one more.
  for (const [name, count] of Object.entries({
    "first-day": 6,
    fast: 6,
    flapping: 4,
    "flapping-recorded": 4,
    "wrong-to-wrong": 3,
    "key-disabled": 2,
    remediate: 5,
    "planned-change": 5,
    "recorder-stopped": 3,
    "function-failing": 6,
    "notifier-failing": 3,
    "topic-deleted": 2,
    "queue-deleted": 5,
    silent: 2,
  })) {
    it(`tells people ${count} ${count === 1 ? "thing" : "things"}: ${name}`, () => {
      assert.equal(subjectsOf(readScenario(name)).length, count);
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

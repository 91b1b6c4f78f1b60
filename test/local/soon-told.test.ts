import * as assert from "node:assert/strict";
import { stringify } from "yaml";
import { runLocal } from "../../local/run";
import { parseScenario } from "../../local/scenario/file";

const minute = 60_000;

/** Calls in turn, which AWS Config records minutes later or never; and the outcome that people hear of each. */
const calls: [says: string, step: Record<string, string>, heard: string][] = [
  ["sets a wrong key", { "put-encryption": "alias/another-key" }, "NON_COMPLIANT"],
  ["sets no key after a wrong one", { "put-encryption": "NONE" }, "NON_COMPLIANT"],
  ["puts it right", { "put-encryption": "alias/xray-traces" }, "COMPLIANT"],
  ["sets no key", { "put-encryption": "NONE" }, "NON_COMPLIANT"],
  ["puts that right", { "put-encryption": "alias/xray-traces" }, "COMPLIANT"],
  ["disables the key", { "disable-key": "alias/xray-traces" }, "NON_COMPLIANT"],
];

describe("with fast detection, on the local account's clock, a call", () => {
  let heard: { at: string; outcome: string | undefined }[];
  let called: string[];

  before(async () => {
    const { results, notifications, problems } = await runLocal({
      stack: "dev",
      scenario: parseScenario(
        "soon told",
        stringify({
          description: "Calls are told soon.",
          config: {
            desiredKey: "alias/xray-traces",
            fastDetection: true,
            trail: "create",
            trigger: "both",
            frequency: "TwentyFour_Hours",
            notify: ["people@example.com"],
          },
          steps: [{ "put-encryption": "alias/xray-traces" }, ...calls.map(([, step]) => step)].flatMap(
            (step) => [step, { advance: "20 minutes" }],
          ),
        }),
      ),
    });
    assert.deepEqual(problems, []);
    called = results.slice(-calls.length).map(({ from }) => from);
    heard = notifications
      .filter(({ at, subject }) => at >= (called[0] ?? "") && subject.includes(": X-Ray encryption, "))
      .map(({ at, subject }) => ({ at, outcome: subject.split(":")[0] }));
  });

  for (const [index, [says, , outcome]] of calls.entries()) {
    it(`that ${says} is told within a minute, and no second time`, () => {
      assert.equal(heard.length, calls.length);
      assert.equal(heard[index]?.outcome, outcome);
      const took = Date.parse(heard[index].at) - Date.parse(called[index] ?? "");
      assert.ok(took > 0 && took < minute, `${took} ms`);
    });
  }
});

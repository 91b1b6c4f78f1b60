import * as assert from "node:assert/strict";
import { runLocal } from "../../local/run";
import { parseScenario } from "../../local/scenario/file";

describe("an event that EventBridge cannot deliver", () => {
  const scenario = parseScenario(
    "lost.yaml",
    `
description: EventBridge may not invoke the event detector.
config: { desiredKey: alias/xray-traces, fastDetection: true, trail: create, notify: [people@example.com] }
steps:
  - put-encryption: alias/xray-traces
  - advance: 30 minutes
  - put-encryption: NONE
  - advance: 30 minutes
`,
  );
  const detector = /:Permission xray-encryption-guard-eu-west-1-detector$/;
  const cases: [says: string, leftOut: RegExp[], subject: string][] = [
    ["is kept, and people are told", [detector], "ALARM: an event on X-Ray encryption was given up"],
    [
      "is lost without the queue's policy, and people are told that",
      [detector, /:QueuePolicy /],
      "ALARM: an event on X-Ray encryption was lost",
    ],
  ];
  for (const [says, leftOut, subject] of cases) {
    it(says, async () => {
      const { notifications } = await runLocal({
        stack: "dev",
        scenario,
        mutate: ({ type, name, inputs }) =>
          leftOut.some((one) => one.test(`${type} ${name}`)) ? undefined : inputs,
      });
      const alarms = notifications.flatMap((one) => /^ALARM: [^,]+/.exec(one.subject)?.[0] ?? []);
      assert.deepEqual(
        alarms,
        Array.from(alarms, () => subject),
      );
      assert.ok(alarms.length > 0);
    });
  }
});

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { runGuard } from "../support/stub-cloud";

describe("the runbook", () => {
  const page = fs.readFileSync(path.resolve(__dirname, "../../docs/runbook.md"), "utf8");
  const sections = [...page.matchAll(/^### (.+)$/gm)].map(([, title]) => title);

  it("has a section for each kind of message and each alarm, and no other", async () => {
    const { registrations } = await runGuard({ alarmOnRecorder: true });
    const alarms = registrations
      .filter(({ type }) => type.endsWith(":MetricAlarm"))
      .map(({ inputs }) => /section (.+)$/.exec(String(inputs["alarmDescription"]))?.[1] ?? "none");
    assert.deepEqual(sections.toSorted(), ["NON_COMPLIANT", "COMPLIANT", "CHANGED", ...alarms].toSorted());
  });

  it("names scenarios that come with the project", () => {
    const named = [...page.matchAll(/`(?:npm start -- --scenario )?([a-z]+(?:-[a-z]+)+)`(?=[^\n]* play)/g)];
    assert.ok(named.length >= 5);
    for (const [, scenario] of named) {
      assert.ok(
        fs.existsSync(path.resolve(__dirname, `../../local/scenarios/${String(scenario)}.yaml`)),
        scenario,
      );
    }
  });
});

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { bundledScenarios, readScenario } from "../../local/scenario/file";
import { controlSection, controlTitles } from "../../rule/notify/control-story";
import { noticeSection } from "../../rule/notify/notice";
import { runGuard } from "../support/stub-cloud";

describe("the runbook", () => {
  const page = fs.readFileSync(path.resolve(__dirname, "../../docs/runbook.md"), "utf8");
  const sections = new Map(
    page
      .split(/^##/m)
      .slice(1)
      .flatMap((text) => {
        const title = /^# (.+)/.exec(text)?.[1];
        return title === undefined ? [] : [[title, text] as const];
      }),
  );

  it("has a section for each kind of message and each alarm, and no other, each played by a scenario that it names", async () => {
    const { registrations } = await runGuard();
    const alarms = registrations
      .filter(({ type }) => type.endsWith(":MetricAlarm"))
      .map(({ inputs }) => String(inputs["alarmDescription"]).split("\n"))
      .map(([title = "", , where = ""]) => [/section (.+)$/.exec(where)?.[1] ?? "none", title] as const);
    const kinds = ["NON_COMPLIANT", "WAS NON_COMPLIANT", "COMPLIANT", "CHANGED"].map(
      (kind) => [kind, "X-Ray encryption"] as const,
    );
    const control = controlTitles.map((title) => [controlSection, title] as const);
    const told = [...kinds, ...alarms, ...control, [noticeSection, "X-Ray encryption after \\w+"] as const];

    const named = new Set(told.map(([section]) => section));
    assert.deepEqual([...sections.keys()].toSorted(), [...named].toSorted());
    for (const [section, title] of told) {
      const subjects = scenariosIn(sections.get(section) ?? "").flatMap((name) =>
        readScenario(name).steps.flatMap(({ word, value }) =>
          word === "expect" ? (value.subjects ?? []) : [],
        ),
      );
      const outcome =
        title.startsWith("X-Ray encryption") && /^[A-Z_ ]+$/.test(section) ? section : "(ALARM|OK)";
      assert.ok(
        subjects.some((subject) => new RegExp(`^${outcome}: ${title}, `).test(subject)),
        `no scenario plays ${section}`,
      );
    }
  });

  it("names scenarios that come with the project", () => {
    const named = scenariosIn(page);
    assert.ok(named.length >= 10);
    for (const name of named) assert.ok(bundledScenarios().includes(name), name);
  });
});

/** What the sentences name that say what plays it. */
function scenariosIn(text: string): string[] {
  const sentences = text.match(/^`npm start -- --scenario [^.]+ plays? it/gm) ?? [];
  return sentences.flatMap((sentence) =>
    [...sentence.matchAll(/`(?:npm start -- --scenario )?([a-z-]+)`/g)].map(([, name = ""]) => name),
  );
}

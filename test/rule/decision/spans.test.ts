import assert from "node:assert/strict";
import { withSpans } from "../../../rule/decision/spans";
import { notes, type Verdict } from "../../../rule/decision/verdict";

const right: Verdict = { complianceType: "COMPLIANT", annotation: "It is right." };
const wrong: Verdict = { complianceType: "NON_COMPLIANT", annotation: "It is wrong." };
const unread: Verdict = { ...right, annotation: `It is right. ${notes.keyStateUnreadable}` };

describe("the verdict on traces and spans", () => {
  const rows: [traces: Verdict, spans: Verdict, complianceType: string, annotation: string][] = [
    [right, right, "COMPLIANT", "Traces and spans (log group aws/spans) pass: It is right."],
    [right, wrong, "NON_COMPLIANT", "Spans fail, traces pass: It is wrong."],
    [wrong, right, "NON_COMPLIANT", "Traces fail, spans pass: It is wrong."],
    [wrong, wrong, "NON_COMPLIANT", "Traces and spans (log group aws/spans) fail: It is wrong."],
    [
      wrong,
      unread,
      "NON_COMPLIANT",
      `Traces fail, spans pass: It is wrong. ${notes.spansKeyStateUnreadable}`,
    ],
    [unread, wrong, "NON_COMPLIANT", `Spans fail, traces pass: It is wrong. ${notes.keyStateUnreadable}`],
  ];
  for (const [traces, spans, complianceType, annotation] of rows) {
    it(`is ${annotation}`, () => {
      assert.deepEqual(withSpans(traces, spans), { complianceType, annotation });
    });
  }

  it("keeps its remarks whole, to the last character there is room for, and clips what is said", () => {
    const long = { ...wrong, annotation: `${"x".repeat(300)}.` };

    const { annotation } = withSpans(long, right, [notes.updating, notes.recordingUnknown]);

    assert.equal(annotation.length, 256);
    assert.ok(annotation.startsWith("Traces fail, spans pass: xxx"));
    assert.ok(annotation.endsWith(`... ${notes.updating} ${notes.recordingUnknown}`), annotation);
    assert.equal(withSpans(long, right).annotation.length, 256);
  });
});

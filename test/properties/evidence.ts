import assert from "node:assert/strict";
import fc from "fast-check";
import type { Evidence } from "../../audit/evidence/evidence";
import { page } from "../../audit/report/page";
import { contradiction } from "./evidence-oracle";
import { histories, type History } from "./histories";
import { keptHistories } from "./kept-calls";
import { dataOf, pageOf, pagesOf, reportOf, views } from "./outputs";
import type { Statement } from "./statements";
import { contradictions, type Output } from "./whole-oracle";

/** Says of this many histories that nothing said about them contradicts what really happened. */
export function describeEvidence(runs: number, seed: number): void {
  describe(`the evidence of any of ${runs} histories`, function () {
    this.timeout(10 * 60_000);

    it("contradicts nothing that really happened and leaves no time out, in tracks, JSON, CSV, text and on the report's page", () => {
      const seen = { named: 0, candidates: 0, recorded: 0, verdicts: 0, gaps: 0, drawn: 0 };
      fc.assert(
        // Text and page take long to read: of each history that of one view.
        fc.property(histories, fc.nat(views.length - 1), (history, view) => {
          const outputs = views.flatMap((evidenceIn, index) => {
            const evidence = evidenceIn(history);
            return [...dataOf(evidence, history), ...(index === view ? pagesOf(evidence) : [])];
          });
          for (const output of outputs) refute(output, history);
          for (const one of outputs.flatMap(({ said }) => said)) {
            if (one.kind === "verdict") seen.verdicts += 1;
            if (one.kind === "gap") seen.gaps += 1;
            if (one.kind === "drawn") seen.drawn += 1;
            if (one.kind !== "change") continue;
            if (one.caller !== null) seen.named += 1;
            if (one.candidates.length > 0) seen.candidates += 1;
            if (one.recordedAt !== null && one.by === "call") seen.recorded += 1;
          }
        }),
        { numRuns: runs, seed },
      );
      // Evidence that never says anything would contradict nothing.
      const { candidates, ...often } = seen;
      assert.ok(Object.values(often).every((count) => count > runs) && candidates > 0, JSON.stringify(seen));
    });

    it("contradicts nothing either where the callers are those that the evaluator kept, and some lines are lost", () => {
      const seen = { named: 0, settings: 0 };
      fc.assert(
        fc.property(keptHistories, fc.nat(views.length - 1), (history, view) => {
          const outputs = views.flatMap((evidenceIn, index) => {
            const evidence = evidenceIn(history);
            return [...dataOf(evidence, history), ...(index === view ? pagesOf(evidence) : [])];
          });
          for (const output of outputs) refute(output, history);
          for (const one of outputs.flatMap(({ said }) => said)) {
            if (one.kind === "change" && one.caller !== null) seen.named += 1;
            if (one.kind === "setting" && one.by === "call") seen.settings += 1;
          }
        }),
        { numRuns: runs, seed },
      );
      assert.ok(seen.named > runs / 2 && seen.settings > runs / 4, JSON.stringify(seen));
    });

    it("would be found out if a change were told with the next verdict of the quarter of an hour after it", () => {
      assert.ok(
        isFoundOut(seed, (history) => {
          for (const statement of pairedByNearness(history)) refuteOne(statement, history);
        }),
      );
    });

    for (const [what, html] of Object.entries(wrongPages))
      it(`would be found out if ${what}`, () => {
        assert.ok(
          isFoundOut(seed, (history) => {
            const [evidenceIn] = views;
            assert.ok(evidenceIn);
            const evidence = evidenceIn(history);
            refute(pageOf(evidence, html(evidence)), history);
          }),
        );
      });
  });
}

/** Pages that say what is not so, and what they do. */
const wrongPages: Record<string, (evidence: Evidence) => string> = {
  "the page swapped what a change was from and to": (evidence) =>
    page(
      reportOf({
        ...evidence,
        changes: evidence.changes.map((change) =>
          change.from
            ? { ...change, to: change.from.setting, from: { ...change.from, setting: change.to } }
            : change,
        ),
      }),
    ),
  "the page counted the first record as a change": (evidence) =>
    page(
      reportOf({
        ...evidence,
        changes: evidence.changes.map((change) => ({ ...change, isCertain: true })),
      }),
    ),
  "the page gave a change the time of the next verdict within a quarter of an hour": (evidence) =>
    page(
      reportOf({
        ...evidence,
        changes: evidence.changes.map((change) => {
          const next = evidence.verdicts.find(({ from }) => from >= change.at);
          return next && next.from.getTime() - change.at.getTime() < 15 * 60_000
            ? { ...change, at: next.from }
            : change;
        }),
      }),
    ),
  "a verdict in the chart ended a second later": (evidence) =>
    page(reportOf(evidence)).replaceAll(
      /(<title>(?:not )?compliant, \S+ \S+ to \S+ \S+):(\d\d)Z/g,
      (_, rest: string, seconds: string) => `${rest}:${String((Number(seconds) + 1) % 60).padStart(2, "0")}Z`,
    ),
  "gaps were left out": (evidence) =>
    page(reportOf({ ...evidence, gaps: evidence.gaps.filter(({ of }) => of !== "setting") })),
  "a bar were drawn a tenth too wide": (evidence) =>
    page(reportOf(evidence)).replaceAll(
      /width="([\d.]+)%" height="40"/g,
      (_, width: string) => `width="${Number(width) * 1.1}%" height="40"`,
    ),
};

/** Whether one of 200 histories shows that something said of it is wrong. */
function isFoundOut(seed: number, check: (history: History) => void): boolean {
  return fc.check(fc.property(histories, check), { numRuns: 200, seed, endOnFailure: true }).failed;
}

/** Fails if anything in an output contradicts the history, or the output as a whole does. */
function refute(output: Output, history: History): void {
  for (const statement of output.said) refuteOne(statement, history, output.name);
  for (const why of contradictions(output, history)) assert.fail(`${output.name}: ${why}`);
}

function refuteOne(statement: Statement, history: History, name = ""): void {
  const why = contradiction(statement, history);
  if (why !== undefined) assert.fail(`${name}: ${JSON.stringify(statement)}: ${why}`);
}

/** How it was once: a recorded change, told with the next verdict within a quarter of an hour. */
function pairedByNearness({ answers }: History): Statement[] {
  return answers.items.slice(1).flatMap(({ at }): Statement[] => {
    const next = answers.reports.find((report) => {
      const after = report.at.getTime() - at.getTime();
      return after >= 0 && after < 15 * 60_000;
    });
    const standing = next ?? answers.reports.findLast((report) => report.at < at);
    return standing?.complianceType === undefined
      ? []
      : [{ kind: "verdict on a change", complianceType: standing.complianceType, at: at.toISOString() }];
  });
}

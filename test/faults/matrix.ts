import assert from "node:assert/strict";
import * as fs from "node:fs";
import { writeBundle } from "../rule/bundle-file";
import { play, type Played } from "./play";
import { type Subject, subjects } from "./subjects";
import type { Fault } from "./world";

/** Errors that the specification names. */
const documented = ["LookUpError", "UndecidableError", "ReportError", "DeadlineError"];

/** How often a call with a fault is tried before it is given up: only what may pass is worth another try. */
const attempts: Record<Fault, number> = {
  "throttled once": 2,
  "throttled for good": 3,
  "500": 3,
  "slower than the timeout": 3,
  "connection reset": 3,
  "expired token": 1,
  "malformed body": 1,
};

/**
 * Says of each call of the evaluator what these faults come to: nothing wrong is reported, nothing fails silently.
 *
 * @param played is told what came of each
 */
export function describeFaults(
  faults: readonly Fault[],
  played: (subject: Subject, fault: Fault, outcome: Played) => void = () => undefined,
): void {
  describe("the evaluator's bundle, when a call of AWS", () => {
    let folder: string;
    let file: string;
    const running = new Map<string, Promise<Played>>();

    before(async () => {
      ({ folder, file } = await writeBundle());
    });
    after(() => fs.rmSync(folder, { recursive: true }));

    for (const fault of faults) {
      for (const [index, subject] of subjects.entries()) {
        it(`${subject.call} (${subject.purpose}) is ${fault}: ${sentence(subject, fault)}`, async function () {
          this.timeout(120_000);
          // Waiting is most of it, so a fault's calls are played side by side.
          if (index === 0) startAll(fault);

          const outcome = await running.get(name(subject, fault));

          assert.ok(outcome);
          played(subject, fault, outcome);
          assess(subject, fault, outcome);
        });
      }
    }

    function startAll(fault: Fault): void {
      for (const subject of subjects) {
        const playing = play(file, subject, fault);
        // Awaited by its own test.
        playing.catch(() => undefined);
        running.set(name(subject, fault), playing);
      }
    }
  });
}

function name(subject: Subject, fault: Fault): string {
  return `${subject.call} ${subject.purpose} ${fault}`;
}

function sentence({ stands }: Subject, fault: Fault): string {
  if (fault === "throttled once") return "the verdict, as if nothing had been";
  return stands === undefined ? "an error and no verdict" : "the verdict, and it says what it does not know";
}

function assess(
  subject: Subject,
  fault: Fault,
  { reported, error, log, attempts: tried, milliseconds }: Played,
) {
  const again = fault === "throttled once" ? 1 : (subject.asked ?? 1);
  assert.equal(tried, attempts[fault] * again);
  assert.ok(milliseconds < 60_000, `${milliseconds} ms are more than the function has`);
  if (fault !== "throttled once" && subject.stands === undefined) {
    assert.deepEqual(reported, []);
    assert.ok(documented.includes(error?.name ?? ""), `undocumented ${error?.name ?? "success"}`);
    assert.equal(log["level"], "ERROR");
    assert.deepEqual(log["error"], { name: error?.name, message: error?.message.slice(0, 1000) });
    return;
  }
  assert.equal(error, undefined);
  assert.equal(log["level"], "INFO");
  const [verdict] = reported;
  assert.equal(reported.length, 1);
  assert.equal(verdict?.complianceType, "COMPLIANT");
  assert.equal(
    subject.stands !== undefined && verdict.annotation.includes(subject.stands),
    fault !== "throttled once" && subject.stands !== undefined,
    verdict.annotation,
  );
}

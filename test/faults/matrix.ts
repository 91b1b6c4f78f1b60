import assert from "node:assert/strict";
import { inParallel } from "../../audit/aws/in-parallel";
import { type Fault, faults, play, type Played } from "./play";
import { type Subject, subjects } from "./subjects";

/** How often a call is tried before it is given up: only what may pass is worth another try. */
const tries: Record<Fault, number> = {
  "throttled once": 2,
  "throttled for good": 3,
  "answered 500": 3,
  "slower than the timeout": 3,
  "half an answer": 3,
  "connection reset": 3,
  "expired token": 1,
  "malformed body": 1,
};

/** Errors that the specification names. */
const documented = ["LookUpError", "UndecidableError", "ReportError", "DeadlineError"];

type Towards = "right" | "wrong";

/**
 * Says of each AWS call of the evaluator what faults come to in the local account: nothing wrong is reported, and nothing
 * fails silently.
 *
 * @param played is told what came of each when X-Ray was given what is right
 */
export function describeFaults(played: (subject: Subject, fault: Fault, outcome: Played) => void): void {
  describe("in the local account, when a call of the evaluator", function () {
    this.timeout(10 * 60_000);
    const plays = (Object.keys(faults) as Fault[]).flatMap((fault) =>
      subjects.flatMap((subject) =>
        (["right", "wrong"] as const).map((towards) => ({ subject, fault, towards })),
      ),
    );
    const outcomes = new Map<string, Promise<Played>>();

    before(() => {
      // Waiting is most of it, so that many are played side by side; each is awaited by its own test.
      const begun = plays.map((one) => ({ ...one, outcome: Promise.withResolvers<Played>() }));
      for (const { subject, fault, towards, outcome } of begun) {
        outcome.promise.catch(() => undefined);
        outcomes.set(nameOf(subject, fault, towards), outcome.promise);
      }
      void inParallel(
        begun,
        ({ subject, fault, towards, outcome }) =>
          play(subject, fault, towards).then(outcome.resolve, outcome.reject),
        { atOnce: 16 },
      );
    });

    for (const { subject, fault, towards } of plays) {
      it(`${nameOf(subject, fault, towards)}: ${sentence(subject, fault)}`, async () => {
        const outcome = await outcomes.get(nameOf(subject, fault, towards));

        assert.ok(outcome);
        if (towards === "right") played(subject, fault, outcome);
        assess(subject, fault, towards, outcome);
      });
    }
  });
}

function nameOf({ call, purpose }: Subject, fault: Fault, towards: Towards): string {
  return `${call} (${purpose}) is ${fault}, and the setting is ${towards}`;
}

function sentence({ stands, afterwards, tells }: Subject, fault: Fault): string {
  if (fault === "throttled once") return "the verdict, as if nothing had been";
  if (tells !== undefined) return "the verdict is reported, and an alarm says that it is told to nobody";
  if (afterwards === true) return "the verdict, and the log says that not all is kept";
  return stands === undefined
    ? "no verdict, and people are told twice"
    : "the verdict, which says what it does not know";
}

function assess(subject: Subject, fault: Fault, towards: Towards, outcome: Played): void {
  const { reported, logs, told } = outcome;
  const passes = fault === "throttled once";
  const attempts = !passes && tries[fault] > 1 ? (subject.attempts ?? tries[fault]) : tries[fault];
  assert.equal(outcome.tries, attempts * (passes ? 1 : (subject.asked ?? 1)));
  assert.equal(outcome.keptAll, passes || subject.afterwards !== true);
  for (const { durationMs } of logs) assert.ok(Number(durationMs) < 60_000, `${String(durationMs)} ms`);
  if (!passes && subject.tells !== undefined) {
    assertReported(reported, towards);
    // By the notifier alone: the alarm on what it gave up on, too, meets the fault.
    assert.ok(logs.length >= 3, "Lambda tries three times");
    for (const { error } of logs) assert.equal((error as { name: string }).name, "NotifyError");
    assert.ok(
      told.includes(subject.tells === "notifier" ? "the notifier's alarm" : "the alarm"),
      told.join(),
    );
    assert.ok(!told.includes("the verdict"), told.join());
    assert.equal(told.includes("that an event was given up"), subject.call !== "sns:Publish", told.join());
    return;
  }
  if (!passes && subject.stands === undefined && subject.afterwards !== true) {
    assert.deepEqual(reported, []);
    assert.equal(logs.length, 3, "Lambda tries three times");
    for (const { level, error } of logs) {
      assert.equal(level, "ERROR");
      assert.ok(documented.includes((error as { name: string }).name), JSON.stringify(error));
    }
    assert.ok(told.includes("the alarm"), told.join());
    assert.ok(told.includes("that an event was given up"), told.join());
    return;
  }
  const [verdict] = reported;
  assertReported(reported, towards);
  assert.ok(verdict);
  assert.equal(
    subject.stands !== undefined && verdict.annotation.includes(subject.stands),
    !passes && subject.stands !== undefined,
    verdict.annotation,
  );
  assert.ok(logs.every(({ level }) => level === "INFO"));
  assert.ok(told.includes("the verdict") && !told.includes("the alarm"), told.join());
}

function assertReported(reported: Played["reported"], towards: Towards): void {
  const right = towards === "right" ? "COMPLIANT" : "NON_COMPLIANT";
  assert.ok(reported.length > 0);
  assert.ok(
    reported.every(({ complianceType }) => complianceType === right),
    JSON.stringify(reported),
  );
}

import assert from "node:assert/strict";
import { beforeDeadline, startDeadline } from "../../rule/deadline";
import { DeadlineError } from "../../rule/errors";

/** Ends a second, the margin, and so many milliseconds from now. */
const contextOf = (milliseconds: number) => ({ getRemainingTimeInMillis: () => 1000 + milliseconds });
const never = () => new Promise<never>(() => undefined);

describe("the deadline", () => {
  it("ends a call that would outlast the function", async () => {
    const deadline = startDeadline(contextOf(10));

    const called = beforeDeadline(deadline.signal, never);

    await assert.rejects(called, DeadlineError);
    deadline.end();
  });

  it("ends a second before the function does, so that there is time to say so", (test) => {
    const began = performance.now();
    const { signal } = startDeadline({ getRemainingTimeInMillis: () => 1005 });

    signal.addEventListener("abort", () => {
      assert.ok(performance.now() - began < 900);
      test();
    });
  });

  it("makes no call at all when the time was over before", async () => {
    const deadline = startDeadline(contextOf(-5000));
    await assert.rejects(beforeDeadline(deadline.signal, never), DeadlineError);

    const called = beforeDeadline(deadline.signal, () => assert.fail("called"));

    await assert.rejects(called, DeadlineError);
  });

  it("leaves a call alone that is in time, with its answer or its error", async () => {
    const deadline = startDeadline(contextOf(60_000));

    const answers = [
      beforeDeadline(deadline.signal, async () => "answer"),
      beforeDeadline(deadline.signal, async () => Promise.reject(new Error("refused"))),
    ];

    const [answer, refusal] = await Promise.allSettled(answers);
    assert.deepEqual(answer, { status: "fulfilled", value: "answer" });
    assert.deepEqual(refusal, { status: "rejected", reason: new Error("refused") });
    deadline.end();
  });

  it("aborts what is still under way when the invocation ends", async () => {
    const deadline = startDeadline(contextOf(60_000));
    let aborted = false;
    const called = beforeDeadline(deadline.signal, ({ abortSignal }) => {
      abortSignal.addEventListener("abort", () => (aborted = true));
      return never();
    });

    deadline.end();

    await assert.rejects(called);
    assert.equal(aborted, true);
  });
});

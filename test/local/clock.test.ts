import * as assert from "node:assert/strict";
import { Clock, hour, minute } from "../../local/account/clock";

describe("the account's clock", () => {
  const start = new Date("2026-01-05T09:00:00.000Z");

  it("stands still until it is advanced", async () => {
    const clock = new Clock(start);
    await clock.advanceBy(90 * minute);
    assert.equal(clock.iso(), "2026-01-05T10:30:00.000Z");
  });

  it("has things happen in order of time, and of being asked for at the same time", async () => {
    const clock = new Clock(start);
    const happened: string[] = [];
    clock.after(2 * minute, () => void happened.push(`late ${clock.iso().slice(11, 16)}`));
    clock.after(minute, () => void happened.push("first"));
    clock.after(minute, () => void happened.push("second"));

    await clock.advanceBy(hour);

    assert.deepEqual(happened, ["first", "second", "late 09:02"]);
  });

  it("waits for what happens before it goes on, and lets that ask for more", async () => {
    const clock = new Clock(start);
    const happened: string[] = [];
    clock.after(minute, async () => {
      await Promise.resolve();
      happened.push("one");
      clock.after(minute, () => void happened.push(`two ${clock.iso().slice(11, 16)}`));
    });
    clock.after(minute, () => void happened.push("three"));

    await clock.advanceBy(hour);

    assert.deepEqual(happened, ["one", "three", "two 09:02"]);
  });

  it("repeats what is asked for every hour", async () => {
    const clock = new Clock(start);
    const times: string[] = [];
    clock.every(hour, () => void times.push(clock.iso().slice(11, 16)));

    await clock.advanceBy(3 * hour + minute);

    assert.deepEqual(times, ["10:00", "11:00", "12:00"]);
  });
});

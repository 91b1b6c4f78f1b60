import assert from "node:assert/strict";
import type { Clients } from "../../rule/clients";
import type { Observation } from "../../rule/notify/observation";
import { tellNotifier } from "../../rule/tell-notifier";

const observation: Observation = {
  by: "schedule",
  complianceType: "NON_COMPLIANT",
  annotation: "It is wrong.",
  setting: "NONE",
  asOf: "2026-03-04T05:06:07.000Z",
  judgedAt: "2026-03-04T05:06:08.000Z",
  ruleName: "guard",
};

const tell = (send: () => Promise<unknown>, signal = new AbortController().signal) =>
  tellNotifier("arn:notifier", { observation }, { lambda: () => ({ send }) } as unknown as Clients, signal);

describe("what is handed to the notifier", () => {
  it("is handed over when Lambda accepted it", async () => {
    await tell(async () => ({ StatusCode: 202 }));
  });

  it("is nothing, and nobody is called, where nothing was seen", async () => {
    const send = () => Promise.reject(new Error("nobody is to be called"));
    const { signal } = new AbortController();
    const clients = { lambda: () => ({ send }) } as unknown as Clients;
    await tellNotifier("arn:notifier", {}, clients, signal);
    await tellNotifier("arn:notifier", { observation: undefined, control: undefined }, clients, signal);
  });

  it("is not when the answer is not Lambda's", async () => {
    await assert.rejects(
      tell(async () => ({ StatusCode: 200 })),
      (error: Error) => {
        assert.match(
          error.message,
          /^Cannot hand the verdict to the notifier \(TypeError: .*has status 200\)/,
        );
        assert.match(String(error.cause), /^TypeError: the answer has status 200$/);
        return true;
      },
    );
  });

  it("ends with the deadline's error, when that is what ended it", async () => {
    const controller = new AbortController();
    const told = tell(() => new Promise(() => undefined), controller.signal);
    controller.abort(new Error("over"));

    await assert.rejects(told, /^Error: over$/);
  });
});

import assert from "node:assert/strict";
import type { MessageContext } from "../../../rule/notify/message";
import { continueNotices, nothingNoticed, type Notice, parseNotice } from "../../../rule/notify/notice";

const context: MessageContext = {
  accountId: "123456789012",
  region: "eu-west-1",
  label: undefined,
  desiredKey: "any",
  consoleUrl: "https://console/#",
};
const notice: Notice = {
  meaning: "A grant was taken back.",
  asOf: "2026-03-04T05:06:07.000Z",
  call: { name: "RevokeGrant", caller: "ann", calledAt: "2026-03-04T05:06:04Z", eventId: "e-1" },
};
const other = (eventId: string): Notice => ({ ...notice, call: { ...notice.call, eventId } });

describe("of a call that somebody has to look at people are told", () => {
  it("who made it, when, and what it may have come to", () => {
    const { message } = continueNotices(nothingNoticed, notice, context);

    assert.match(message?.incident.id ?? "", /^[0-9a-f]{8}$/);
    assert.deepEqual(message, {
      subject: "CHECK: X-Ray encryption after RevokeGrant, 123456789012 eu-west-1",
      attributes: { account: "123456789012", region: "eu-west-1", compliance: "NONE", kind: "check" },
      incident: { id: message?.incident.id, since: "2026-03-04T05:06:04Z" },
      summary: ["A grant was taken back."],
      call: notice.call,
      times: { done: "2026-03-04T05:06:04Z" },
      nextSteps: [],
      links: {
        runbook: "docs/runbook.md, section CHECK",
        timeline:
          "https://console/#/resources/timeline?resourceId=default&resourceType=AWS::XRay::EncryptionConfig",
      },
    });
  });

  it("without a link where no address of a console is published", () => {
    const { message } = continueNotices(nothingNoticed, notice, { ...context, consoleUrl: undefined });
    assert.deepEqual(message?.links, { runbook: "docs/runbook.md, section CHECK" });
  });

  it("by the account's label, where it has one", () => {
    const { message } = continueNotices(nothingNoticed, notice, { ...context, label: "prod" });
    assert.equal(message?.label, "prod");
    assert.match(message.subject, / \(prod\)$/);
  });

  it("once, however often it is handed over", () => {
    const { story } = continueNotices(nothingNoticed, notice, context);
    const again = continueNotices(story, notice, context);

    assert.equal(again.message, undefined);
    assert.equal(again.story, story);
    assert.ok(continueNotices(story, other("e-2"), context).message);
  });

  it("once also where CloudTrail's event has no ID", () => {
    const { name, caller, calledAt } = notice.call;
    const bare: Notice = { ...notice, call: { name, caller, calledAt } };
    const { story } = continueNotices(nothingNoticed, bare, context);

    assert.equal(continueNotices(story, bare, context).message, undefined);
    for (const call of [
      { name: "RetireGrant", caller, calledAt },
      { name, caller: "bob", calledAt },
      { name, caller, calledAt: "2026-03-04T05:06:05Z" },
    ]) {
      assert.ok(continueNotices(story, { ...bare, call }, context).message, JSON.stringify(call));
    }
  });

  it("since when it was seen, where nobody says when it was made", () => {
    const { message } = continueNotices(
      nothingNoticed,
      { ...notice, call: { name: "RevokeGrant", caller: "ann" } },
      context,
    );
    assert.equal(message?.incident.since, notice.asOf);
  });

  it("with the last twenty in mind", () => {
    let story = nothingNoticed;
    for (let index = 0; index < 25; index++)
      ({ story } = continueNotices(story, other(`e-${index}`), context));

    assert.equal(story.ids.length, 20);
    assert.equal(continueNotices(story, other("e-5"), context).message, undefined);
    assert.ok(continueNotices(story, other("e-4"), context).message);
  });
});

describe("a call that somebody has to look at", () => {
  it("is read as it was sent", () => {
    assert.deepEqual(parseNotice(JSON.parse(JSON.stringify(notice))), notice);
  });

  const wrong: [what: string, given: unknown, message: RegExp][] = [
    ["nothing", null, /^notice is null; expected an object/],
    ["no meaning", { ...notice, meaning: undefined }, /^notice\.meaning is /],
    ["no time", { ...notice, asOf: "now" }, /^notice\.asOf is "now"/],
    ["no call", { ...notice, call: undefined }, /^notice\.call is /],
    ["half a call", { ...notice, call: { caller: "ann" } }, /^notice\.call\.name is /],
  ];
  for (const [what, given, message] of wrong) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => parseNotice(given), { name: "InvocationError", message });
    });
  }
});

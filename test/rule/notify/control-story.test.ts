import assert from "node:assert/strict";
import type { ControlProblem } from "../../../rule/decision/control";
import {
  continueControl,
  type ControlObservation,
  type ControlStory,
  controlTitles,
  newControlStory,
  parseControl,
} from "../../../rule/notify/control-story";
import type { MessageContext } from "../../../rule/notify/message";

const context: MessageContext = {
  accountId: "123456789012",
  region: "eu-west-1",
  label: undefined,
  desiredKey: "any",
  consoleUrl: "https://console/#",
};
const stopped: ControlProblem = { part: "recorder", sentence: "AWS Config's recorder is stopped." };
const noChannel: ControlProblem = { part: "delivery", sentence: "There is no channel." };
const noRule: ControlProblem = { part: "rule", sentence: "There is no rule." };
const seen = (at: string, ...problems: ControlProblem[]): ControlObservation => ({
  problems,
  asOf: `2026-03-04T${at}:00.000Z`,
});
const call = {
  name: "StopConfigurationRecorder",
  caller: "ann",
  calledAt: "2026-03-04T04:59:00Z",
  eventId: "e",
};

/** What is told, observation after observation: each message's subject, up to the account. */
function tell(...observations: ControlObservation[]) {
  let story: ControlStory = newControlStory;
  return observations.map((observation) => {
    const { story: next, message } = continueControl(story, observation, context);
    story = next;
    return message;
  });
}

describe("of AWS Config's part people are told", () => {
  it("nothing while it does it, and nothing is remembered", () => {
    const { story, message } = continueControl(newControlStory, seen("05:00"), context);
    assert.equal(message, undefined);
    assert.equal(story, newControlStory);
  });

  it("without a link where no address of a console is published", () => {
    const nowhere = { ...context, consoleUrl: undefined };
    const { message } = continueControl(newControlStory, seen("05:00", stopped), nowhere);
    assert.deepEqual(Object.keys(message?.links ?? {}), ["runbook"]);
  });

  it("a trouble once, and once that it is over", () => {
    const told = tell(seen("05:00", stopped), seen("06:00", stopped), seen("07:00"), seen("08:00"));

    assert.deepEqual(
      told.map((message) => message?.subject),
      [
        "ALARM: X-Ray encryption is not recorded, 123456789012 eu-west-1",
        undefined,
        "OK: X-Ray encryption is not recorded, 123456789012 eu-west-1",
        undefined,
      ],
    );
    assert.deepEqual(told[0]?.summary, [
      "AWS Config's recorder is stopped.",
      "Changes are noticed only by scheduled runs, and leave no history.",
    ]);
    assert.deepEqual(told[2]?.summary, [
      "This is over.",
      "It lasted 2 hours, since 2026-03-04 05:00:00 UTC.",
      "It meant: AWS Config's recorder is stopped.",
    ]);
    assert.deepEqual(
      told.flatMap((message) => message?.times ?? []),
      [{ since: "2026-03-04T05:00:00.000Z" }, { since: "2026-03-04T07:00:00.000Z" }],
    );
  });

  it("another trouble in the same incident", () => {
    const [first, second, last] = tell(
      seen("05:00", stopped),
      seen("06:00", stopped, noChannel),
      seen("07:00"),
    );

    assert.equal(second?.summary[0], "AWS Config's recorder is stopped. There is no channel.");
    assert.deepEqual(
      [first, second, last].map((message) => message?.incident),
      [1, 2, 3].map((message) => ({ ...first?.incident, message })),
    );
    assert.match(first?.incident.id ?? "", /^[0-9a-f]{8}$/);
  });

  it("a later trouble as another incident", () => {
    const [first, , second] = tell(seen("05:00", stopped), seen("06:00"), seen("07:00", stopped));

    assert.notEqual(first?.incident.id, second?.incident.id);
    assert.deepEqual([second?.incident.since, second?.incident.message], ["2026-03-04T07:00:00.000Z", 1]);
  });

  it("of each part by its name", () => {
    const told = [stopped, noChannel, noRule].map((problem) => tell(seen("05:00", problem))[0]);

    assert.deepEqual(
      told.map((message) => message?.subject),
      controlTitles.map((title) => `ALARM: ${title}, 123456789012 eu-west-1`),
    );
    assert.deepEqual(
      told.map((message) => message?.alarm),
      ["recorder", "delivery", "rule"].map((name) => ({ name, state: "ALARM" })),
    );
    for (const message of told) assert.match(message?.summary[1] ?? "", /^[A-Z].+\.$/);
    for (const title of controlTitles) assert.ok(title.length <= 50);
  });

  it("who did it and since when, where a call is known", () => {
    const [message] = tell({ ...seen("05:00", stopped), call, ruleName: "guard" });

    assert.deepEqual(message?.call, call);
    assert.equal(message.incident.since, "2026-03-04T04:59:00Z");
    assert.deepEqual(message.links, {
      runbook: "docs/runbook.md, section AWS Config does not do its part",
      timeline:
        "https://console/#/resources/timeline?resourceId=default&resourceType=AWS::XRay::EncryptionConfig",
      rule: "https://console/#/rules/details?configRuleName=guard",
    });
  });

  it("no rule's link and no caller where nobody named them, and the account's label where it has one", () => {
    const [plain] = tell(seen("05:00", stopped));
    const { message } = continueControl(newControlStory, seen("05:00", stopped), {
      ...context,
      label: "prod",
    });

    assert.deepEqual(Object.keys(plain?.links ?? {}), ["runbook", "timeline"]);
    assert.deepEqual([plain?.call, plain?.label], [undefined, undefined]);
    assert.equal(message?.label, "prod");
    assert.match(message.subject, / \(prod\)$/);
    assert.deepEqual(message.attributes, {
      account: "123456789012",
      region: "eu-west-1",
      compliance: "NONE",
      kind: "alarm",
    });
  });

  it("nothing that is older than what they know", () => {
    const told = tell(
      seen("05:00", stopped),
      seen("04:00"),
      seen("04:00", noRule),
      seen("06:00"),
      seen("05:30", stopped),
    );

    assert.deepEqual(
      told.map((message) => message?.alarm?.state),
      ["ALARM", undefined, undefined, "OK", undefined],
    );
  });
});

describe("what was found of AWS Config's part", () => {
  it("is read as it was sent", () => {
    for (const sent of [seen("05:00"), { ...seen("05:00", stopped, noRule), ruleName: "guard", call }]) {
      assert.deepEqual(parseControl(JSON.parse(JSON.stringify(sent))), sent);
    }
  });

  const wrong: [what: string, given: unknown, message: RegExp][] = [
    ["nothing", null, /^control is null; expected an object/],
    ["no problems", { asOf: "2026-03-04T05:00:00.000Z" }, /^control\.problems is /],
    [
      "another part",
      { ...seen("05:00"), problems: [{ part: "moon", sentence: "a" }] },
      /^control\.problems\.part is "moon"; expected recorder, delivery, rule\.$/,
    ],
    ["no sentence", { ...seen("05:00"), problems: [{ part: "rule" }] }, /^control\.problems\.sentence is /],
    ["no time", { problems: [] }, /^control\.asOf is /],
    ["a rule without a name", { ...seen("05:00"), ruleName: 7 }, /^control\.ruleName is 7/],
    ["half a call", { ...seen("05:00"), call: { name: "a" } }, /^control\.call\.caller is /],
    ["no call", { ...seen("05:00"), call: 7 }, /^control\.call is 7/],
  ];
  for (const [what, given, message] of wrong) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => parseControl(given), { name: "InvocationError", message });
    });
  }
});

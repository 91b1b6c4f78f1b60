import assert from "node:assert/strict";
import type { Observation, RecordedChange } from "../../../rule/notify/observation";
import { continueStory, newStory, reasonOf, type Story, type Telling } from "../../../rule/notify/story";

const keyA = "arn:aws:kms:eu-west-1:123456789012:key/a";
const keyB = "arn:aws:kms:eu-west-1:123456789012:key/b";
const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();

/** A verdict that is COMPLIANT for key A alone, unless it says otherwise. */
function saw(
  minute: number,
  by: Observation["by"],
  setting: string,
  changes: Partial<Observation> = {},
): Observation {
  const complianceType = setting === keyA ? "COMPLIANT" : "NON_COMPLIANT";
  const annotation =
    setting === keyA ? "X-Ray encrypts with key a, as desired." : `X-Ray has ${setting}, but should use a.`;
  return {
    by,
    complianceType,
    annotation,
    setting,
    asOf: at(minute),
    judgedAt: at(minute),
    ruleName: "guard",
    ...changes,
  };
}
const recorded = (minute: number, setting: string): RecordedChange => ({
  by: "event",
  setting,
  asOf: at(minute),
});
const disabled = {
  complianceType: "NON_COMPLIANT" as const,
  annotation: "X-Ray stops storing traces: its key a is Disabled, but should be Enabled.",
};
const alsoRight = {
  complianceType: "COMPLIANT" as const,
  annotation: "X-Ray encrypts with key b, as accepted.",
};

/** What was seen, in order, and what was told of each: a kind and the message's number; nothing when undefined. */
const stories: { says: string; seen: [Observation | RecordedChange, string | undefined][] }[] = [
  { says: "what is right at first is no news", seen: [[saw(0, "recorder", keyA), undefined]] },
  { says: "what is wrong at first is", seen: [[saw(0, "recorder", "NONE"), "wrong 1"]] },
  {
    says: "wrong, another wrong, and put right are one incident",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "recorder", "NONE"), "wrong 1"],
      [saw(2, "recorder", keyB), "wrong-again 2"],
      [saw(3, "recorder", keyA), "put-right 3"],
      [saw(4, "recorder", "NONE"), "wrong 1"],
    ],
  },
  {
    says: "the schedule adds nothing to what the recorder found, and the recorder nothing to the schedule's",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "recorder", "NONE"), "wrong 1"],
      [saw(2, "schedule", "NONE"), undefined],
      [saw(3, "schedule", keyA), "put-right 2"],
      [saw(4, "recorder", keyA), undefined],
    ],
  },
  {
    says: "a wrong item that is over when it can be judged is told as late, once",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(2, "recorder", keyB, alsoRight), "changed 1"],
      [saw(1, "recorder", "NONE"), "late 1"],
      [saw(1, "recorder", "NONE"), undefined],
      [saw(0, "recorder", keyA, disabled), undefined],
    ],
  },
  {
    says: "what was told of an item is known also when something live was told since",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "recorder", "NONE"), "wrong 1"],
      [saw(62, "call", keyA), "put-right 2"],
      [saw(1, "recorder", "NONE"), undefined],
    ],
  },
  {
    says: "the same while another setting is wrong, in its incident",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(2, "recorder", keyB), "wrong 1"],
      [saw(1, "recorder", "NONE"), "late 2"],
      [saw(3, "recorder", keyA), "put-right 3"],
    ],
  },
  {
    says: "an item that was right is no news when it is late, nor a live verdict; one like what is so now is",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(3, "recorder", "NONE"), "wrong 1"],
      [saw(2, "recorder", keyB, alsoRight), undefined],
      [saw(1, "recorder", "NONE"), "late 2"],
      [saw(2, "schedule", keyB), undefined],
    ],
  },
  {
    says: "an item that nothing judges is told as late, too",
    seen: [
      [saw(0, "schedule", keyA), undefined],
      [recorded(2, keyB), "recorded 1"],
      [recorded(1, "NONE"), "late 1"],
      [recorded(1, "NONE"), undefined],
    ],
  },
  {
    says: "what was told live is not told as late when it is recorded; another setting just before it is",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(2, "call", "NONE"), "wrong 1"],
      [saw(4, "call", keyA), "put-right 2"],
      [saw(3, "recorder", "NONE"), undefined],
      [saw(1, "recorder", keyB), "late 1"],
      [saw(1, "recorder", keyB), undefined],
    ],
  },
  {
    says: "one item is the late record of what was told live and passed over, and a second is told as late",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(2, "call", "NONE"), "wrong 1"],
      [saw(6, "call", keyB), "wrong-again 2"],
      [saw(9, "recorder", keyB), undefined],
      [saw(3, "recorder", "NONE"), undefined],
      [saw(3, "recorder", "NONE"), undefined],
      [saw(5, "recorder", "NONE"), "late 3"],
    ],
  },
  {
    says: "an item that comes after a later one is the record of what was told live, recorded or not",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(2, "call", keyB), "wrong-again 2"],
      [saw(3, "call", "NONE"), "wrong-again 3"],
      [saw(6, "recorder", "NONE"), undefined],
      [saw(5, "recorder", keyB), undefined],
      [saw(4, "recorder", keyB), "late 4"],
      [saw(7, "recorder", "NONE"), undefined],
    ],
  },
  {
    says: "each item is the late record of what it says, whichever comes first",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(2, "call", keyB), "wrong-again 2"],
      [saw(3, "call", "key c"), "wrong-again 3"],
      [saw(6, "recorder", "key c"), undefined],
      [saw(4, "recorder", "NONE"), undefined],
      [saw(5, "recorder", keyB), undefined],
    ],
  },
  {
    says: "an item that is older than what was told live then is the record of what was told before, once",
    seen: [
      [saw(0, "recorder", "NONE"), "wrong 1"],
      [saw(1, "call", keyA), "put-right 2"],
      [saw(3, "call", "NONE"), "wrong 1"],
      [saw(2, "recorder", keyA), undefined],
      [saw(5, "recorder", keyA), "put-right 2"],
    ],
  },
  {
    says: "so is what the schedule found, and was told late",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(5, "call", "NONE"), "wrong 1"],
      [saw(4, "schedule", keyB), "late 2"],
      [saw(6, "recorder", keyA), "put-right 3"],
      [saw(7, "recorder", keyB), undefined],
    ],
  },
  {
    says: "what was told live but late is told no second time when it is recorded, before or after what came then",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(5, "call", "NONE"), "wrong 1"],
      [saw(4, "call", keyB), "late 2"],
      [saw(6, "recorder", keyA), "put-right 3"],
      [saw(7, "recorder", keyB), undefined],
      [saw(8, "recorder", "NONE"), "wrong 1"],
    ],
  },
  {
    says: "the same with events, and what is older than what AWS Config recorded is told though it is newer than what was told",
    seen: [
      [saw(0, "schedule", keyA), undefined],
      [saw(2, "call", "NONE"), "wrong 1"],
      [saw(3, "call", keyB), "wrong-again 2"],
      [recorded(9, keyB), undefined],
      [recorded(5, "NONE"), undefined],
      [recorded(6, "NONE"), "late 3"],
      [recorded(7, keyB), undefined],
      [recorded(8, keyA), "late 4"],
    ],
  },
  {
    says: "an item of before what was told live, or of another hour, is not its late record",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(4, "schedule", keyA), undefined],
      [saw(5, "call", "NONE"), "wrong 1"],
      [saw(70, "call", keyB), "wrong-again 2"],
      [saw(71, "recorder", keyB), undefined],
      [saw(3, "recorder", "NONE"), "late 3"],
      [saw(66, "recorder", "NONE"), "late 4"],
      [saw(64, "recorder", "NONE"), undefined],
    ],
  },
  {
    says: "a live verdict that is over when it comes is told as late, once, and so are the item and other sights of it",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(9, "schedule", keyA), undefined],
      [saw(2, "call", "NONE"), "late 1"],
      [saw(3, "schedule", "NONE"), undefined],
      [saw(2, "call", "NONE"), undefined],
      [saw(4, "recorder", "NONE"), undefined],
      [saw(5, "schedule", "NONE"), undefined],
      [saw(6, "recorder", "NONE"), "late 1"],
      [saw(7, "call", keyB), "late 1"],
      [saw(8, "call", keyB, alsoRight), undefined],
    ],
  },
  {
    says: "a live verdict that comes late is told unless the same was told or recorded within an hour",
    seen: [
      [saw(0, "recorder", "NONE"), "wrong 1"],
      [saw(200, "call", keyA), "put-right 2"],
      [saw(60, "schedule", "NONE"), "late 1"],
    ],
  },
  {
    says: "and so it is with what is recorded just within the hour",
    seen: [
      [saw(0, "recorder", "NONE"), "wrong 1"],
      [saw(200, "call", keyA), "put-right 2"],
      [saw(59, "schedule", "NONE"), undefined],
    ],
  },
  {
    says: "a live verdict that comes twice is known, however long the setting was so, and so is a look of before it",
    seen: [
      [saw(0, "recorder", "NONE"), "wrong 1"],
      [saw(200, "schedule", "NONE"), undefined],
      [saw(201, "recorder", keyA), "put-right 2"],
      [saw(200, "schedule", "NONE"), undefined],
      [saw(199, "call", "NONE"), undefined],
    ],
  },
  {
    says: "a late look at what people knew for long is no news",
    seen: [
      [saw(0, "call", "NONE"), "wrong 1"],
      [saw(300, "call", keyB), "wrong-again 2"],
      [saw(299, "schedule", "NONE"), undefined],
      [saw(240, "schedule", "NONE"), undefined],
    ],
  },
  {
    says: "nor is one after which an event told of another setting",
    seen: [
      [saw(0, "call", "NONE"), "wrong 1"],
      [recorded(300, keyA), "recorded 2"],
      [saw(299, "schedule", "NONE"), undefined],
    ],
  },
  {
    says: "a live verdict that comes late is known where the same was told live",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(10, "call", "NONE"), "wrong 1"],
      [saw(20, "call", keyA), "put-right 2"],
      [saw(9, "schedule", "NONE"), undefined],
      [saw(11, "schedule", "NONE"), undefined],
    ],
  },
  {
    says: "what was told live and is over is told no second time when it is recorded, but a third is",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(2, "call", keyA), "put-right 2"],
      [saw(3, "recorder", "NONE"), undefined],
      [saw(4, "recorder", keyA), undefined],
      [saw(5, "recorder", "NONE"), "wrong 1"],
    ],
  },
  {
    says: "what was told live is recorded, too, when the schedule has looked again meanwhile, and is waited for no longer",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(3, "call", keyA), "put-right 2"],
      [saw(10, "schedule", keyA), undefined],
      [saw(2, "recorder", "NONE"), undefined],
      [saw(4, "recorder", keyB), "late 1"],
      [saw(11, "recorder", "NONE"), "wrong 1"],
    ],
  },
  {
    says: "the same with events of recorded changes",
    seen: [
      [saw(0, "schedule", keyA), undefined],
      [saw(1, "schedule", "NONE"), "wrong 1"],
      [saw(3, "schedule", keyA), "put-right 2"],
      [saw(10, "schedule", keyA), undefined],
      [recorded(2, "NONE"), undefined],
      [recorded(11, "NONE"), "recorded 1"],
      [saw(12, "schedule", "NONE"), "wrong 1"],
    ],
  },
  {
    says: "a live verdict that comes late is none of what was told live",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(3, "call", keyA), "put-right 2"],
      [saw(2, "schedule", "NONE"), undefined],
      [saw(4, "recorder", "NONE"), undefined],
    ],
  },
  {
    says: "a change back that is recorded while it is wrong is told, and its verdict too although the reason is the same",
    seen: [
      [saw(0, "schedule", "NONE"), "wrong 1"],
      [recorded(61, keyB), "recorded 2"],
      [recorded(62, "NONE"), "recorded 3"],
      [saw(63, "schedule", "NONE"), "wrong-again 4"],
      [saw(64, "schedule", "NONE"), undefined],
    ],
  },
  {
    says: "an item that comes twice is one of what was told live both times, though it says the same as a later one",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(2, "call", keyA), "put-right 2"],
      [saw(3, "recorder", "NONE"), undefined],
      [saw(3, "recorder", "NONE"), undefined],
      [saw(4, "recorder", keyA), undefined],
      [saw(3, "recorder", "NONE"), undefined],
      [saw(4, "recorder", keyA, disabled), "wrong 1"],
    ],
  },
  {
    says: "an event that comes twice is none of a later one",
    seen: [
      [saw(0, "schedule", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(2, "call", keyB), "wrong-again 2"],
      [saw(3, "call", "NONE"), "wrong-again 3"],
      [recorded(4, "NONE"), undefined],
      [recorded(4, "NONE"), undefined],
      [recorded(5, keyB), undefined],
      [recorded(6, "NONE"), undefined],
    ],
  },
  {
    says: "the last item, judged again, is none of what was told live since",
    seen: [
      [saw(0, "recorder", keyB), "wrong 1"],
      [saw(10, "call", keyA), "put-right 2"],
      [saw(11, "call", keyB), "wrong 1"],
      [saw(0, "recorder", keyB), undefined],
      [saw(12, "recorder", keyA), undefined],
      [saw(13, "recorder", keyB), undefined],
    ],
  },
  {
    says: "what was told live is told again where AWS Config recorded something else first",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(2, "recorder", keyB), "wrong-again 2"],
      [saw(3, "recorder", "NONE"), "wrong-again 3"],
      [saw(3, "recorder", "NONE"), undefined],
      [saw(4, "recorder", keyA), "put-right 4"],
    ],
  },
  {
    says: "so it is with events",
    seen: [
      [saw(0, "schedule", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [recorded(3, keyB), "recorded 2"],
      [recorded(2, "NONE"), undefined],
      [recorded(4, "NONE"), "recorded 3"],
    ],
  },
  {
    says: "and only for what was told live last",
    seen: [
      [saw(0, "schedule", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(2, "call", keyA), "put-right 2"],
      [recorded(3, keyB), "recorded 1"],
      [recorded(4, "NONE"), undefined],
      [recorded(5, keyA), "recorded 1"],
      [recorded(5, keyA), undefined],
    ],
  },
  {
    says: "an event that comes after a later one is told as late",
    seen: [
      [saw(0, "schedule", keyA), undefined],
      [recorded(2, keyA), undefined],
      [recorded(1, "NONE"), "late 1"],
    ],
  },
  {
    says: "another wrong key with the same reason is told",
    seen: [
      [saw(0, "recorder", keyB, disabled), "wrong 1"],
      [saw(1, "recorder", "NONE", disabled), "wrong-again 2"],
    ],
  },
  {
    says: "what AWS Config never recorded is not waited for once it recorded what came later",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(2, "call", keyA), "put-right 2"],
      [saw(3, "recorder", keyA), undefined],
      [saw(4, "recorder", "NONE"), "wrong 1"],
    ],
  },
  {
    says: "an item is taken for one of what was told live only within an hour",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "call", "NONE"), "wrong 1"],
      [saw(2, "call", keyA), "put-right 2"],
      [saw(61, "recorder", "NONE"), "wrong 1"],
    ],
  },
  {
    says: "an item is one of what was told live only where it is judged the same",
    seen: [
      [saw(0, "recorder", "NONE"), "wrong 1"],
      [saw(1, "call", keyA), "put-right 2"],
      [saw(2, "recorder", keyA, disabled), "wrong 1"],
    ],
  },
  {
    says: "what is older than what was told is told as late",
    seen: [
      [saw(0, "schedule", keyA), undefined],
      [saw(5, "schedule", keyA), undefined],
      [saw(3, "recorder", "NONE"), "late 1"],
      [saw(4, "schedule", "NONE"), undefined],
      [saw(5, "recorder", "NONE"), "wrong 1"],
    ],
  },
  {
    says: "the same setting for another reason is news while it is wrong, and a note is not",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "schedule", keyA, disabled), "wrong 1"],
      [
        saw(2, "schedule", keyA, {
          ...disabled,
          annotation: `${disabled.annotation} AWS Config's recorder is stopped.`,
        }),
        undefined,
      ],
      [
        saw(3, "schedule", keyA, {
          ...disabled,
          annotation: disabled.annotation.replace("Disabled", "PendingDeletion"),
        }),
        "wrong-again 2",
      ],
      [saw(4, "schedule", keyA), "put-right 3"],
      [saw(5, "schedule", keyA, { annotation: "X-Ray encrypts with key a, as accepted." }), undefined],
    ],
  },
  {
    says: "a right setting that changes to another right one is told",
    seen: [
      [saw(0, "recorder", keyA), undefined],
      [saw(1, "recorder", keyB, alsoRight), "changed 1"],
      [saw(2, "recorder", keyA), "changed 1"],
    ],
  },
  {
    says: "a recorded change is told, its verdict only where it is news",
    seen: [
      [recorded(0, keyA), undefined],
      [saw(1, "schedule", keyA), undefined],
      [recorded(2, "NONE"), "recorded 1"],
      [recorded(2, "NONE"), undefined],
      [saw(3, "schedule", "NONE"), "wrong 1"],
      [recorded(4, keyB), "recorded 2"],
      [saw(5, "schedule", keyB), "wrong-again 3"],
      [recorded(6, keyA), "recorded 4"],
      [saw(7, "schedule", keyA), "put-right 5"],
      [recorded(8, keyB), "recorded 1"],
      [saw(9, "schedule", keyB, alsoRight), undefined],
      [recorded(1, "NONE"), "late 1"],
    ],
  },
  {
    says: "a recorded change that the schedule told is told no second time",
    seen: [
      [saw(0, "schedule", keyA), undefined],
      [saw(1, "schedule", "NONE"), "wrong 1"],
      [saw(2, "schedule", keyA), "put-right 2"],
      [recorded(3, "NONE"), undefined],
      [recorded(4, keyA), undefined],
      [recorded(5, "NONE"), "recorded 1"],
    ],
  },
];

function play(seen: readonly (Observation | RecordedChange)[]): {
  story: Story;
  tellings: (Telling | undefined)[];
} {
  let story = newStory;
  const tellings = seen.map((one) => {
    const next = continueStory(story, one, "123456789012/eu-west-1");
    // As it is kept in between.
    story = JSON.parse(JSON.stringify(next.story)) as Story;
    return next.telling;
  });
  return { story, tellings };
}

describe("what people are told", () => {
  for (const { says, seen } of stories) {
    it(says, () => {
      const { tellings } = play(seen.map(([one]) => one));
      const told = tellings.map((telling) => telling && `${telling.kind} ${telling.incident.messages}`);
      assert.deepEqual(
        told,
        seen.map(([, expected]) => expected),
      );
    });
  }

  it("remembers the last twenty items, and takes an older one for one that it has forgotten", () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      saw(10 + index, "recorder", index % 2 === 0 ? keyA : keyB, index % 2 === 0 ? {} : alsoRight),
    );
    const { story, tellings } = play([...many, saw(12, "recorder", "NONE"), saw(33, "recorder", "NONE")]);
    assert.equal(story.heard?.items.length, 20);
    assert.equal(tellings.at(-2), undefined);
    // Heard of, as another setting: a capture time is of one item.
    assert.equal(tellings.at(-1), undefined);
  });

  it("tells nothing as late by a memory that an earlier version wrote", () => {
    const { heard: _, ...earlier } = play([
      saw(0, "recorder", keyA),
      saw(2, "recorder", keyB, alsoRight),
    ]).story;
    const { story, telling } = continueStory(earlier, saw(1, "recorder", "NONE"), "1/a");
    assert.equal(telling, undefined);
    assert.deepEqual(story.heard, { items: [{ setting: "NONE", asOf: at(1) }], looks: [] });
  });

  it("forgets no item while it remembers fewer than twenty, and none that is newer than one of them", () => {
    const few = play([saw(5, "recorder", keyA), saw(9, "recorder", keyB, alsoRight)]).story;
    assert.equal(continueStory(few, saw(1, "recorder", "NONE"), "1/a").telling?.kind, "late");
    const many = Array.from({ length: 20 }, (_, index) =>
      saw(10 + 2 * index, "recorder", index % 2 === 0 ? keyA : keyB, index % 2 === 0 ? {} : alsoRight),
    );
    const full = play(many).story;
    assert.equal(continueStory(full, saw(11, "recorder", "NONE"), "1/a").telling?.kind, "late");
    assert.equal(continueStory(full, saw(9, "recorder", "NONE"), "1/a").telling, undefined);
  });

  it("keeps an item once, however often it comes", () => {
    const { story } = play([saw(0, "recorder", keyA), saw(0, "recorder", keyA), saw(1, "schedule", keyA)]);
    assert.deepEqual(story.heard, {
      items: [{ setting: keyA, asOf: at(0) }],
      looks: [{ setting: keyA, asOf: at(1) }],
    });
  });

  it("keeps the last look at each of ten settings, and until when what was told was so", () => {
    const { story } = play([saw(0, "call", keyB), saw(1, "call", keyA), saw(2, "recorder", "NONE")]);
    assert.deepEqual(story.heard?.looks, [
      { setting: keyB, asOf: at(1) },
      { setting: keyA, asOf: at(2) },
    ]);
    const again = play([saw(0, "call", keyB), saw(1, "call", keyA), saw(2, "call", keyB)]).story;
    assert.deepEqual(again.heard?.looks, [
      { setting: keyA, asOf: at(2) },
      { setting: keyB, asOf: at(2) },
    ]);
    const many = Array.from({ length: 12 }, (_, index) => saw(index, "call", `key ${index}`));
    assert.equal(play(many).story.heard?.looks.length, 10);
  });

  it("passes over what was told live before what AWS Config recorded, and claims each once", () => {
    const { story } = play([
      saw(0, "recorder", keyA),
      saw(1, "call", "NONE"),
      saw(2, "call", keyB),
      saw(4, "recorder", keyB),
    ]);
    assert.deepEqual(
      story.passedOver?.map(({ setting }) => setting),
      ["NONE"],
    );
    const claimed = continueStory(story, saw(3, "recorder", "NONE"), "1/a").story;
    assert.deepEqual([claimed.passedOver, claimed.unrecorded], [[], []]);
    const { passedOver: _, ...waiting } = play([
      saw(0, "recorder", keyA),
      saw(1, "call", "NONE"),
      saw(2, "call", keyB),
      saw(3, "call", "NONE"),
      saw(6, "recorder", "NONE"),
    ]).story;
    const next = continueStory(waiting, saw(5, "recorder", keyB), "1/a").story;
    assert.deepEqual([next.passedOver, next.unrecorded.map(({ asOf }) => asOf)], [[], [at(3)]]);
  });

  it("takes no first sight by the schedule for what was recorded before", () => {
    const { story } = play([saw(5, "recorder", keyA), saw(90, "schedule", "NONE")]);
    assert.equal(continueStory(story, saw(4, "recorder", "NONE"), "1/a").telling, undefined);
    assert.equal(continueStory(story, saw(4, "recorder", keyB), "1/a").telling?.kind, "late");
  });

  it("is of one incident until it is over, and of another then", () => {
    const { tellings, story } = play([
      saw(0, "recorder", "NONE"),
      saw(1, "recorder", keyB),
      saw(2, "recorder", keyA),
      saw(3, "recorder", "NONE"),
    ]);
    const ids = tellings.map((telling) => telling?.incident.id);
    assert.equal(new Set(ids.slice(0, 3)).size, 1);
    assert.notEqual(ids[3], ids[0]);
    assert.equal(story.incident?.id, ids[3]);
    assert.match(ids[0] ?? "", /^[0-9a-f]{8}$/);
    assert.equal(tellings[2]?.incident.since, at(0));
  });

  it("has the same incident ID when the same is seen again, and another in another Region", () => {
    const telling = (where: string) => continueStory(newStory, saw(0, "recorder", "NONE"), where).telling;
    assert.equal(telling("1/a")?.incident.id, telling("1/a")?.incident.id);
    assert.notEqual(telling("1/a")?.incident.id, telling("1/b")?.incident.id);
  });

  it("is wrong since the call was made, where that is known", () => {
    const call = { name: "PutEncryptionConfig", caller: "ann", calledAt: "2026-01-05T08:59:58Z" };
    const { telling } = continueStory(newStory, saw(0, "call", "NONE", { call }), "1/a");
    assert.equal(telling?.incident.since, "2026-01-05T08:59:58Z");
    assert.equal(telling.before, undefined);
  });

  it("remembers ten live settings at most, and ten that AWS Config passed over", () => {
    const many = (from: number) =>
      Array.from({ length: 24 }, (_, index) => saw(from + index, "call", `key ${from + index}`));
    assert.equal(play(many(0)).story.unrecorded.length, 10);
    const newestRecorded = [
      ...many(0),
      saw(24, "recorder", "key 23"),
      ...many(25),
      saw(50, "recorder", "key 48"),
    ];
    const { unrecorded, passedOver } = play(newestRecorded).story;
    assert.deepEqual(unrecorded, []);
    assert.equal(passedOver?.length, 10);
    assert.equal(passedOver.at(-1)?.setting, "key 47");
  });
});

describe("the reason in an annotation", () => {
  for (const [annotation, reason] of [
    ["X-Ray uses its default encryption, but should use a KMS key.", "X-Ray uses its default encryption"],
    [
      "X-Ray encrypts with key a, an AWS managed key, but should use a.",
      "X-Ray encrypts with key a, an AWS managed key",
    ],
    [
      "X-Ray stops storing traces: its key a is gone, and should be alias/a. Spans go elsewhere.",
      "X-Ray stops storing traces: its key a is gone",
    ],
    [
      "X-Ray encrypts with key a, as desired. The key's state could not be read.",
      "X-Ray encrypts with key a, as desired",
    ],
    ["X-Ray encrypts with key a, as desired.", "X-Ray encrypts with key a, as desired"],
    ["X-Ray has v1.2 but should use b.", "X-Ray has v1.2"],
    ["", ""],
  ] as const) {
    it(`of "${annotation}" is its clause on what is`, () => {
      assert.equal(reasonOf(annotation), reason);
    });
  }
});

import assert from "node:assert/strict";
import { annotate, notes } from "../../../rule/decision/verdict";
import { ask, location, key, keyA, nothing, unreadable, using } from "./ask";

describe("annotate", () => {
  it("puts what is first, then what should be, then the notes", () => {
    const finding = {
      found: "X-Ray uses its default encryption",
      connector: ", but should use",
      expected: [{ name: "alias/a", remark: "does not exist" }],
      notes: [notes.spansInCloudWatchLogs],
    };

    const { annotation } = annotate({ complianceType: "NON_COMPLIANT", explanation: finding });

    assert.equal(
      annotation,
      "X-Ray uses its default encryption, but should use alias/a (does not exist). Spans go to CloudWatch Logs, which this setting does not encrypt.",
    );
  });

  it("names fewer keys before it clips one, and says how many there are", () => {
    const expected = ["a", "b", "c", "d"].map((letter) => ({ name: letter.repeat(80) }));

    const { annotation } = annotate({
      complianceType: "NON_COMPLIANT",
      explanation: {
        found: "It is wrong",
        connector: ": use",
        expected,
      },
    });

    const two = `${"a".repeat(80)}, ${"b".repeat(80)}`;
    assert.equal(annotation, `It is wrong: use one of: ${two} and 2 more.`);
  });

  it("clips a long name rather than drop a note", () => {
    const finding = { found: "It is wrong", connector: ": use", expected: [{ name: "a".repeat(256) }] };

    const { annotation } = annotate({
      complianceType: "NON_COMPLIANT",
      explanation: {
        ...finding,
        notes: [notes.spansInCloudWatchLogs],
      },
    });

    assert.match(annotation, /^It is wrong: use a{80,}\.\.\.\. Spans go to CloudWatch Logs, .*\.$/);
  });

  it("drops the last note first when there is no room", () => {
    const finding = { found: "x".repeat(180), notes: [notes.spansInCloudWatchLogs, notes.updating] };

    const { annotation } = annotate({ complianceType: "COMPLIANT", explanation: finding });

    assert.equal(annotation, `${finding.found}. ${notes.spansInCloudWatchLogs}`);
  });

  it("takes all of the 256 characters before it drops anything", () => {
    const note = "It says more.";
    const found = "x".repeat(256 - note.length - 2);

    assert.equal(
      annotate({ complianceType: "COMPLIANT", explanation: { found, notes: [note] } }).annotation,
      `${found}. ${note}`,
    );
    assert.equal(
      annotate({ complianceType: "COMPLIANT", explanation: { found: `${found}x`, notes: [note] } })
        .annotation,
      `${found}x.`,
    );
  });

  it("writes printable ASCII within 256 characters, whatever it is given", () => {
    const { annotation } = annotate({
      complianceType: "COMPLIANT",
      explanation: { found: "schl\u00fcssel\n".repeat(100) },
    });

    assert.match(annotation, /^[\x20-\x7e]{256}$/);
  });
});

describe("an annotation keeps what is essential", () => {
  const long = `alias/${"long-name".repeat(27)}`;
  const remarks = [notes.spansInCloudWatchLogs, notes.updating];
  const keys = [
    keyA,
    `arn:aws:kms:${location.region}:999999999999:key/mrk-1234abcd12ab34cd56ef1234567890ab`,
    "arn:aws-us-gov:kms:us-gov-west-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  ];
  for (const inUse of keys) {
    for (const state of ["Enabled", "PendingReplicaDeletion"]) {
      for (const [what, fact] of [
        ["is another key", key(`${keyA.slice(0, -1)}0`)],
        ["is gone", nothing],
      ] as const) {
        it(`${inUse}, ${state}, where a long alias ${what} and spans go elsewhere`, () => {
          const desired = [long, "alias/b"].join(", ");

          const { verdict } = ask(
            using(inUse),
            desired,
            { [long]: fact, "alias/b": fact, [inUse]: key(inUse, state) },
            remarks,
          );

          assert.equal(verdict.complianceType, "NON_COMPLIANT");
          assert.ok(verdict.annotation.length <= 256);
          const state_ = state === "Enabled" ? "" : `is ${state}`;
          for (const essential of [inUse.slice(-32), state_, "alias/", "CloudWatch Logs"]) {
            assert.ok(
              verdict.annotation.includes(essential),
              `${essential} is not in: ${verdict.annotation}`,
            );
          }
        });
      }
    }
  }

  it("an unreadable state is still said beside a long alias", () => {
    const { verdict } = ask(using(keyA), long, { [long]: nothing, [keyA]: unreadable }, remarks);

    assert.ok(verdict.annotation.includes(notes.keyStateUnreadable) && verdict.annotation.length <= 256);
  });
});

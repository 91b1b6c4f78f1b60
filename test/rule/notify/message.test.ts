import assert from "node:assert/strict";
import { formats } from "../../../rule/notify/formats";
import { subjectOf, tell, type MessageContext } from "../../../rule/notify/message";
import type { Observation } from "../../../rule/notify/observation";
import type { Telling, Told } from "../../../rule/notify/story";
import { duration, utc } from "../../../rule/notify/times";

const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
const otherAccounts = "arn:aws:kms:eu-west-1:210987654321:key/5678";
const context: MessageContext = {
  accountId: "123456789012",
  region: "eu-west-1",
  label: undefined,
  desiredKey: "alias/xray-traces",
  consoleUrl: "https://console/config#",
};
const wrong: Observation = {
  by: "recorder",
  complianceType: "NON_COMPLIANT",
  annotation: "X-Ray uses its default encryption, but should use alias/xray-traces.",
  setting: "NONE",
  asOf: "2026-01-05T09:01:00.000Z",
  judgedAt: "2026-01-05T09:01:05.000Z",
  ruleName: "guard-1",
};
const right: Observation = {
  ...wrong,
  complianceType: "COMPLIANT",
  annotation: "X-Ray encrypts with key 1234abcd, as desired.",
  setting: key,
};
const was: Told = {
  complianceType: "COMPLIANT",
  isJudged: true,
  setting: key,
  reason: "",
  asOf: "2026-01-05T08:00:00.000Z",
  by: "recorder",
};
const incident = { id: "1a2b3c4d", since: "2026-01-05T07:00:00.000Z", messages: 2 };
const telling = (changes: Partial<Telling> = {}): Telling => ({
  kind: "wrong",
  incident,
  before: was,
  seen: wrong,
  ...changes,
});

const lookUp =
  "aws cloudtrail lookup-events --region eu-west-1 --lookup-attributes AttributeKey=EventName,AttributeValue=PutEncryptionConfig";
const timeline =
  "Timeline: https://console/config#/resources/timeline?resourceId=default&resourceType=AWS::XRay::EncryptionConfig";

describe("a message on the setting", () => {
  it("says what is wrong, from and to, how to learn who did it, when, how to put it right, and where to read on", () => {
    const message = tell(telling(), context);
    const { subject, attributes } = message;
    const body = formats.mail(message);
    assert.equal(subject, "NON_COMPLIANT: X-Ray encryption, 123456789012 eu-west-1");
    assert.equal(
      body,
      `X-Ray uses its default encryption, but should use alias/xray-traces.

Now: NON_COMPLIANT, X-Ray's default encryption
Was: COMPLIANT, key 1234abcd

Who did it, up to 90 days back:
${lookUp}

Recorded: 2026-01-05 09:01:00 UTC
Judged: 2026-01-05 09:01:05 UTC

To put it right:
aws xray put-encryption-config --region eu-west-1 --type KMS --key-id alias/xray-traces

What this means: docs/runbook.md, section NON_COMPLIANT
${timeline}
Rule: https://console/config#/rules/details?configRuleName=guard-1

Incident 1a2b3c4d, message 2. All times are UTC.`,
    );
    assert.deepEqual(attributes, {
      account: "123456789012",
      region: "eu-west-1",
      compliance: "NON_COMPLIANT",
      kind: "wrong",
    });
  });

  const cases: {
    says: string;
    of: Partial<Telling>;
    in?: Partial<MessageContext>;
    has: string[];
    hasNot?: string[];
  }[] = [
    {
      says: "names who did it, where CloudTrail said so",
      of: {
        seen: {
          ...wrong,
          by: "call",
          call: {
            name: "PutEncryptionConfig",
            caller: "arn:aws:iam::123456789012:user/ann",
            calledAt: "2026-01-05T09:00:58Z",
            eventId: "e-1",
          },
        },
      },
      has: [
        "\n\nBy: arn:aws:iam::123456789012:user/ann\nCall: PutEncryptionConfig, CloudTrail event e-1\n\nDone: 2026-01-05 09:00:58 UTC\nJudged: ",
      ],
      hasNot: ["lookup-events", "Recorded:"],
    },
    {
      says: "names the call alone, where CloudTrail gave it no ID and no time",
      of: { seen: { ...wrong, by: "call", call: { name: "DisableKey", caller: "ann" } } },
      has: ["By: ann\nCall: DisableKey\n\nJudged: "],
      hasNot: ["CloudTrail event", "Done:"],
    },
    {
      says: "says how long it lasted when it is put right, and no cure",
      of: {
        kind: "put-right",
        seen: right,
        before: { ...was, complianceType: "NON_COMPLIANT", setting: "NONE" },
      },
      has: [
        "as desired.\nIt was wrong for 2 hours 1 minute, since 2026-01-05 07:00:00 UTC.\n\nNow: COMPLIANT, key 1234abcd\nWas: NON_COMPLIANT, X-Ray's default encryption\n",
        "section COMPLIANT",
      ],
      hasNot: ["put it right", "It has been"],
    },
    {
      says: "says since when it has been wrong when it is wrong in another way",
      of: { kind: "wrong-again", before: { ...was, setting: otherAccounts } },
      has: [
        "traces.\nIt has been wrong since 2026-01-05 07:00:00 UTC.\n",
        `Was: COMPLIANT, key ${otherAccounts}\n`,
      ],
      hasNot: ["It was wrong"],
    },
    {
      says: "says that a recorded change is not judged yet",
      of: { kind: "recorded", seen: { by: "event", setting: "NONE", asOf: wrong.asOf } },
      has: [
        "AWS Config recorded another setting. The next scheduled run judges it.\n\nNow: X-Ray's default encryption\n",
        "\n\nRecorded: 2026-01-05 09:01:00 UTC\n\nWhat this means: docs/runbook.md, section CHANGED\n",
        lookUp,
      ],
      hasNot: ["Judged:", "put it right", "Rule:"],
    },
    {
      says: "says of what is over what is so now, and has no cure",
      of: { kind: "late", before: { ...was, complianceType: "COMPLIANT", setting: key } },
      has: [
        "AWS Config recorded it at 2026-01-05 09:01:00 UTC. Another setting took its place before it was judged or told.\nThe verdict on it: ",
        "\n\nNow: COMPLIANT, key 1234abcd\nWas: NON_COMPLIANT, X-Ray's default encryption\n",
        "section WAS NON_COMPLIANT",
        lookUp,
      ],
      hasNot: ["put it right", "It was wrong", "It has been"],
    },
    {
      says: "says of a recorded change that is over that nothing judged it",
      of: {
        kind: "late",
        seen: { by: "event", setting: "NONE", asOf: wrong.asOf },
        before: { ...was, complianceType: "COMPLIANT", setting: key },
      },
      has: [
        "09:01:00 UTC. Another setting took its place before it was told.\n\nNow: COMPLIANT, key 1234abcd\nWas: X-Ray's default encryption\n",
        "section CHANGED",
      ],
      hasNot: ["Judged:", "verdict on it", "Rule:"],
    },
    {
      says: "knows nothing of before at first, and does not say who did it",
      of: { before: undefined },
      has: ["Now: NON_COMPLIANT, X-Ray's default encryption\n\nRecorded:"],
      hasNot: ["Was:", "Who did it"],
    },
    {
      says: "looks at the key where the setting stayed, and has its cure",
      of: {
        seen: {
          ...wrong,
          by: "schedule",
          setting: key,
          annotation: "X-Ray stops storing traces: its key 1234abcd is Disabled, but should be Enabled.",
        },
      },
      has: [
        "The setting did not change: look at its key, and where the desired alias points.\n\nJudged:",
        "To put it right: make the key usable again (aws kms enable-key, or cancel-key-deletion), or set another.",
      ],
      hasNot: ["put-encryption-config", "Recorded:", "lookup-events"],
    },
    {
      says: "has the spans' own cure",
      of: {
        seen: {
          ...wrong,
          annotation:
            "Spans fail, traces pass: Log group aws/spans uses its default encryption, but should use a.",
        },
      },
      has: [
        "To put it right: associate the desired key with the log group aws/spans (aws logs associate-kms-key).",
      ],
      hasNot: ["put-encryption-config"],
    },
    {
      says: "goes back to the default encryption",
      of: {},
      in: { desiredKey: "none" },
      has: ["--region eu-west-1 --type NONE\n"],
    },
    {
      says: "leaves the key to choose where any will do",
      of: {},
      in: { desiredKey: "any" },
      has: ["--type KMS --key-id KEY\n"],
    },
    {
      says: "leaves a customer's key to choose",
      of: {},
      in: { desiredKey: "customer" },
      has: ["--type KMS --key-id KEY\n"],
    },
    {
      says: "has no link to a rule that nobody named",
      of: { seen: { ...wrong, ruleName: undefined } },
      has: [timeline],
      hasNot: ["Rule:"],
    },
    {
      says: "has no link to a console whose address nobody published",
      of: {},
      in: { consoleUrl: undefined },
      has: ["What this means: docs/runbook.md"],
      hasNot: ["Rule:", "Timeline:", "http"],
    },
  ];
  for (const { says, of, in: changes, has, hasNot = [] } of cases) {
    it(says, () => {
      const message = tell(telling(of), { ...context, ...changes });
      const { subject } = message;
      const body = formats.mail(message);
      for (const text of has) assert.ok(body.includes(text), `${text}\nis not in\n${body}`);
      for (const text of hasNot) assert.ok(!body.includes(text), `${text}\nis in\n${body}`);
      assert.match(subject, /^[\x20-\x7e]{1,99}$/);
      assert.doesNotMatch(body, /^["']|\{\}|undefined|\n\n\n/m);
    });
  }
});

describe("a subject", () => {
  for (const [label, subject] of [
    ["prod", "OK: it, 123456789012 eu-west-1 (prod)"],
    ["für alle", "OK: it, 123456789012 eu-west-1 (f?r alle)"],
  ] as const) {
    it(`has the label ${label}, in ASCII`, () => {
      assert.equal(subjectOf("OK", "it", { ...context, label }), subject);
    });
  }

  it("cuts what it is of, and never the label", () => {
    const subject = subjectOf("ALARM", "x".repeat(80), { ...context, label: "l".repeat(32) });
    assert.match(subject, new RegExp(`^ALARM: x+\\.{3}, 123456789012 eu-west-1 \\(${"l".repeat(32)}\\)$`));
    assert.equal(subject.length, 99);
  });

  it("is under 100 characters long", () => {
    const subject = subjectOf("OK", "it", { ...context, label: "x".repeat(100) });
    assert.equal(subject.length, 99);
    assert.ok(subject.endsWith("..."));
  });
});

describe("a message's label", () => {
  const late = { kind: "late" as const };
  for (const changes of [{}, late]) {
    const { kind } = telling(changes);
    it(`is the account's where somebody gave it one, and left out where nobody did: ${kind}`, () => {
      const named = tell(telling(changes), { ...context, label: "prod" });
      assert.equal(named.label, "prod");
      assert.match(named.subject, /NON_COMPLIANT: X-Ray encryption, 123456789012 eu-west-1 \(prod\)$/);
      assert.equal("label" in tell(telling(changes), context), false);
    });
  }

  it("changes nothing in what is told first, when nobody knows what was before", () => {
    assert.match(tell(telling({ ...late, before: undefined }), context).subject, /^NON_COMPLIANT: /);
  });
});

describe("a time", () => {
  it("is in UTC, and says so", () => {
    assert.equal(utc("2026-01-05T10:00:00+01:00"), "2026-01-05 09:00:00 UTC");
  });

  for (const [to, lasted] of [
    ["2026-01-05T09:00:59.999Z", "less than a minute"],
    ["2026-01-05T09:01:00Z", "1 minute"],
    ["2026-01-05T09:59:00Z", "59 minutes"],
    ["2026-01-05T10:00:00Z", "1 hour"],
    ["2026-01-05T11:30:00Z", "2 hours 30 minutes"],
    ["2026-01-06T09:00:00Z", "1 day"],
    ["2026-01-07T10:01:00Z", "2 days 1 hour"],
    ["2026-01-06T09:05:00Z", "1 day 5 minutes"],
  ] as const) {
    it(`from nine o'clock to ${to} is ${lasted}`, () => {
      assert.equal(duration("2026-01-05T09:00:00Z", to), lasted);
    });
  }
});

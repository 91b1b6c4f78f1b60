import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Answer } from "./lambda";
import type { World, WorldState } from "./world";

const topicArn = "arn:aws:sns:eu-west-1:123456789012:people";
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const subject = "NON_COMPLIANT: X-Ray encryption, 123456789012 eu-west-1";

const observation = {
  by: "recorder",
  complianceType: "NON_COMPLIANT",
  annotation: "X-Ray uses its default encryption, but should use a KMS key.",
  setting: "NONE",
  asOf: "2026-03-04T05:06:07.890Z",
  judgedAt: "2026-03-04T05:06:08.000Z",
  ruleName: "guard",
};
const wrong = { observation };
const told = (complianceType: string, setting: string, asOf: string) => ({
  told: {
    complianceType,
    isJudged: true,
    setting,
    reason: "X-Ray uses its default encryption",
    asOf,
    by: "recorder",
  },
  unrecorded: [],
});
const right = told("COMPLIANT", keyArn, "2026-03-04T05:00:00.000Z");
const known = told("NON_COMPLIANT", "NONE", "2026-03-04T05:00:00.000Z");
const newer = told("COMPLIANT", keyArn, "2026-03-04T06:00:00.000Z");
const pending = (requestId: string, at: string, refusedBy?: string[]) => ({
  story: right,
  pending: {
    requestId,
    at,
    message: {
      subject: "Pending",
      attributes: {
        account: "123456789012",
        region: "eu-west-1",
        compliance: "NON_COMPLIANT",
        kind: "wrong",
      },
      incident: { id: "00000000", since: at },
      summary: ["It is wrong."],
      times: {},
      nextSteps: [],
    },
    story: known,
    ...(refusedBy && { refusedBy }),
  },
});

/** What the notifier remembers of a message that it could not mark as told. */
export function pendingMemory(
  requestId: string,
  at: string,
  refusedBy?: string[],
  story: "known" | "right" = "known",
): object {
  const memory = pending(requestId, at, refusedBy);
  return { ...memory, pending: { ...memory.pending, story: story === "known" ? known : right } };
}

/** What a function that judges observes of a wrong setting. */
export const wrongObservation = wrong;

/** When a case is played: its world is made only then. */
const now = () => new Date().toISOString();
/** What another request wrote so long ago that a minute and a half are over a moment from now. */
const almostOver = () => new Date(Date.now() - 90_000 + 300).toISOString();
const longAgo = "2026-03-04T05:06:07.890Z";

const recorded = (changes: object = {}) => ({
  source: "aws.config",
  "detail-type": "Config Configuration Item Change",
  account: "123456789012",
  region: "eu-west-1",
  detail: {
    configurationItem: {
      resourceType: "AWS::XRay::EncryptionConfig",
      configurationItemStatus: "OK",
      configurationItemCaptureTime: "2026-03-04T05:06:07.890Z",
      configuration: { type: "NONE" },
      ...changes,
    },
  },
});
const alarm = (from: string, to: string) => ({
  source: "aws.cloudwatch",
  alarmArn: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a",
  alarmData: {
    alarmName: "a",
    state: { value: to, timestamp: "2026-03-04T05:06:07.890+0000" },
    previousState: { value: from, timestamp: "2026-03-04T05:00:00.000+0000" },
    configuration: { description: "it fails\nIt is bad.\nRead on." },
  },
});

/** What the notifier gets, and what it must make of it. Its request is `request-1`. */
export interface NotifierHandlerCase {
  name: string;
  event: unknown;
  world?: WorldState;
  /** Milliseconds that the function has; a minute when absent. */
  timeout?: number;
  /** The subjects of what people are told. */
  told: string[];
  /** The AWS calls made, in order. */
  calls: string[];
  error?: RegExp;
  by?: string;
}

const control = {
  problems: [{ part: "recorder", sentence: "AWS Config's recorder is stopped." }],
  asOf: longAgo,
};
const trouble = {
  id: "00000000",
  since: longAgo,
  part: "recorder",
  text: "AWS Config's recorder is stopped.",
  messages: 1,
};
const notRecorded = "ALARM: X-Ray encryption is not recorded, 123456789012 eu-west-1";
const notice = {
  meaning: "A grant was taken back.",
  asOf: longAgo,
  call: { name: "RevokeGrant", caller: "ann", eventId: "e-1" },
};
const noticeId = createHash("sha256").update("e-1").digest("hex").slice(0, 8);
const check = "CHECK: X-Ray encryption after RevokeGrant, 123456789012 eu-west-1";

const once = ["GetItem", "PutItem", "Publish", "PutItem"];

export const notifierHandlerCases: readonly NotifierHandlerCase[] = [
  {
    name: "writes down what it will say, says it, and writes that it did",
    event: wrong,
    told: [subject],
    calls: once,
    by: "recorder",
  },
  {
    name: "does so over what it remembers",
    event: wrong,
    world: { memory: { version: 7, memory: { story: right } } },
    told: [subject],
    calls: once,
  },
  {
    name: "says nothing of what people know, but until when it was seen",
    event: wrong,
    world: { memory: { version: 7, memory: { story: known } } },
    told: [],
    calls: ["GetItem", "PutItem"],
  },
  {
    name: "says nothing of what is older than what people know",
    event: wrong,
    world: { memory: { version: 7, memory: { story: newer } } },
    told: [],
    calls: ["GetItem", "PutItem"],
  },
  {
    name: "says again what its own request could not mark as told, and no more",
    event: wrong,
    get world() {
      return { memory: { version: 3, memory: pending("request-1", now()) } };
    },
    told: ["Pending"],
    calls: ["GetItem", "Publish", "PutItem", "GetItem", "PutItem"],
  },
  {
    name: "says what a request left behind that ended long ago",
    event: { observation: { ...observation, setting: keyArn, complianceType: "COMPLIANT" } },
    world: { memory: { version: 3, memory: pending("request-0", longAgo) } },
    told: ["Pending", "COMPLIANT: X-Ray encryption, 123456789012 eu-west-1"],
    calls: ["GetItem", "Publish", "PutItem", "GetItem", "PutItem", "Publish", "PutItem"],
  },
  {
    name: "fails, so that Lambda tries again, while another request is at it and there is no time to wait",
    event: wrong,
    timeout: 10_000,
    get world() {
      return { memory: { version: 3, memory: pending("request-0", now()) } };
    },
    told: [],
    calls: ["GetItem"],
    error: /^NotifyError: Another run has been publishing a message since /,
  },
  {
    name: "waits for another request until that has certainly ended",
    event: wrong,
    get world() {
      return { memory: { version: 3, memory: pending("request-0", almostOver()) } };
    },
    told: ["Pending"],
    calls: ["GetItem", "GetItem", "Publish", "PutItem", "GetItem", "PutItem"],
  },
  {
    name: "begins anew when another request wrote meanwhile",
    event: wrong,
    world: { conflicts: 1 },
    told: [subject],
    calls: ["GetItem", "PutItem", "GetItem", "PutItem", "Publish", "PutItem"],
  },
  {
    name: "fails when it may not read what it told",
    event: wrong,
    world: { deny: ["GetItem"] },
    told: [],
    calls: ["GetItem"],
    error: /^NotifyError: Cannot read what was told last .*dynamodb:GetItem/,
  },
  {
    name: "fails, and says nothing, when it may not write what it will say",
    event: wrong,
    world: { deny: ["PutItem"] },
    told: [],
    calls: ["GetItem", "PutItem"],
    error: /^NotifyError: Cannot write what was told last .*dynamodb:PutItem/,
  },
  {
    name: "fails when SNS does not take the message, which stays pending",
    event: wrong,
    world: { deny: ["Publish"] },
    told: [],
    calls: ["GetItem", "PutItem", "Publish", "PutItem"],
    error: /^NotifyError: Cannot publish the message .*sns:Publish/,
  },
  {
    name: "fails when the answer does not say that SNS took the message, which stays pending",
    event: wrong,
    world: { emptyAnswers: ["Publish"] },
    told: [subject],
    calls: ["GetItem", "PutItem", "Publish", "PutItem"],
    error: /^NotifyError: Cannot publish the message .*the answer has no MessageId/,
  },
  {
    name: "tells a recorded change",
    event: recorded(),
    world: { memory: { version: 1, memory: { story: right } } },
    told: ["CHANGED: X-Ray encryption, 123456789012 eu-west-1"],
    calls: once,
    by: "event",
  },
  {
    name: "lets an item without a setting pass",
    event: recorded({ configurationItemStatus: "ResourceDeleted" }),
    told: [],
    calls: [],
    by: "event",
  },
  {
    name: "words an alarm",
    event: alarm("OK", "ALARM"),
    told: ["ALARM: it fails, 123456789012 eu-west-1"],
    calls: ["Publish"],
    by: "alarm",
  },
  {
    name: "says nothing of an alarm that is well at first",
    event: alarm("INSUFFICIENT_DATA", "OK"),
    told: [],
    calls: [],
    by: "alarm",
  },
  {
    name: "fails when SNS does not take the message on an alarm",
    event: alarm("OK", "ALARM"),
    world: { deny: ["Publish"] },
    told: [],
    calls: ["Publish"],
    error: /^NotifyError: Cannot publish the message /,
  },
  {
    name: "tells of AWS Config's part where nothing was judged, and remembers it apart",
    event: { control },
    told: [notRecorded],
    calls: once,
    by: "control",
  },
  {
    name: "tells of AWS Config's part once",
    event: { control },
    world: { memories: { control: { version: 4, memory: { story: { trouble, asOf: longAgo } } } } },
    told: [],
    calls: ["GetItem"],
    by: "control",
  },
  {
    name: "tells of the setting first, and then of AWS Config's part and of what somebody is to look at",
    event: { ...wrong, control, notice },
    world: { memory: { version: 3, memory: { story: right } } },
    told: [subject, notRecorded, check],
    calls: [...once, ...once, ...once],
    by: "recorder",
  },
  {
    name: "tells of a call once",
    event: { notice },
    world: { memories: { notices: { version: 1, memory: { story: { ids: ["3e6a6b5c", noticeId] } } } } },
    told: [],
    calls: ["GetItem"],
  },
  {
    name: "tells of AWS Config's part also where the setting's message waits for its next try, and fails",
    event: { ...wrong, control },
    get world() {
      return { memory: { version: 3, memory: pending("request-0", now(), [topicArn]) } };
    },
    told: [notRecorded],
    calls: ["GetItem", ...once],
    error: /^NotifyError: A message of .* waits for its next try/,
  },
  {
    name: "fails on what was found of AWS Config's part, if it is none",
    event: { control: {} },
    told: [],
    calls: [],
    error: /^InvocationError: control\.problems is /,
  },
  {
    name: "sends a test message, and remembers nothing of it",
    event: { test: { by: "somebody", at: longAgo } },
    told: ["TEST: X-Ray encryption, 123456789012 eu-west-1"],
    calls: ["Publish"],
    by: "test",
  },
  {
    name: "fails at once while another request's message waits for its next try, because SNS refused it",
    event: wrong,
    get world() {
      return { memory: { version: 3, memory: pending("request-0", now(), [topicArn]) } };
    },
    told: [],
    calls: ["GetItem"],
    error: /^NotifyError: A message of .* waits for its next try, because arn:aws:sns:.*:people refused it; /,
  },
  {
    name: "fails on an observation that is none",
    event: { observation: {} },
    told: [],
    calls: [],
    error: /^InvocationError: observation\.by is missing/,
  },
  { name: "fails on nothing", event: null, told: [], calls: [], error: /^InvocationError: the event/ },
];

/** What the stack sets in the function's environment. */
export const notifierEnvironment: Record<string, string> = {
  ALERT_TOPIC_ARN: topicArn,
  TABLE_NAME: "told",
  DESIRED_KEY: "any",
  CONSOLE_URL: "https://eu-west-1.console.aws.amazon.com/config/home?region=eu-west-1#",
};

export function assessNotifierCase(
  {
    told: expected,
    calls,
    error,
    by,
    world: { memory, deny = [], emptyAnswers = [] } = {},
  }: NotifierHandlerCase,
  answer: Answer,
  world: World,
): void {
  assert.deepEqual(world.unexpected, []);
  assert.deepEqual(world.operations, calls);
  assert.deepEqual(
    world.told.map(({ Subject }) => Subject),
    expected,
  );
  for (const message of world.told) {
    assert.equal(message["TopicArn"], topicArn);
    assert.match(String(message["Message"]), /(Incident|Test) [0-9a-f]{8}/);
    // As the Query protocol has them.
    const names = [1, 2, 3, 4].map((index) => message[`MessageAttributes.entry.${index}.Name`]);
    assert.deepEqual(names, ["account", "region", "compliance", "kind"]);
    assert.equal(message["MessageAttributes.entry.1.Value.StringValue"], "123456789012");
    assert.equal(message["MessageAttributes.entry.1.Value.DataType"], "String");
  }
  for (const [id, written] of Map.groupBy(world.written, (one) => one.id)) {
    const first = (id === "xray-encryption" ? (memory?.version ?? 0) : 0) + 1;
    assert.deepEqual(
      written.map(({ version }) => version),
      written.map((_, index) => first + index),
      id,
    );
  }
  const pendingAt = world.written.map(({ memory: { pending: one } }) => one !== undefined);
  assert.equal(
    pendingAt.at(-1) ?? false,
    // Of an alarm nothing is written down.
    [...deny, ...emptyAnswers].includes("Publish") && calls.includes("PutItem"),
    "nothing stays pending but what was not told",
  );
  const failed = answer.error === undefined ? "" : `${answer.error.name}: ${answer.error.message}`;
  if (error === undefined) assert.equal(failed, "");
  else assert.match(failed, error);
  const lines = answer.stdout.trim().split("\n");
  assert.equal(lines.length, 1);
  const line = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
  assert.equal(line["level"], error === undefined ? "INFO" : "ERROR");
  assert.equal(typeof line["version"], "string");
  assert.equal(typeof line["durationMs"], "number");
  if (error === undefined) assert.deepEqual(line["told"], expected);
  if (by !== undefined) assert.equal(line["by"], by);
}

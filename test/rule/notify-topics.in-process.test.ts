import assert from "node:assert/strict";
import { handler } from "../../rule/notifier-handler";
import { notifierEnvironment, pendingMemory, wrongObservation } from "./notifier-handler-cases";
import { enterLambda, invokeHere } from "./sources-environment";
import type { Input } from "../support/scripted-aws";

const people = "arn:aws:sns:eu-west-1:123456789012:people";
const programs = "arn:aws:sns:eu-west-1:210987654321:programs";
const channel = "arn:aws:sns:eu-central-1:210987654321:channel";
const environment = {
  ...notifierEnvironment,
  ACCOUNT_LABEL: "prod",
  NOTIFY_TOPICS: JSON.stringify([
    { arn: programs, format: "json" },
    { arn: channel, format: "chat" },
  ]),
};
const longAgo = "2026-03-04T05:06:07.890Z";
const subject = "NON_COMPLIANT: X-Ray encryption, 123456789012 eu-west-1 (prod)";

interface TopicsCase {
  name: string;
  memory?: object;
  refusing?: string[];
  /** Who got which message: by topic, the subjects. */
  told: Record<string, string[]>;
  error?: RegExp;
  /** Who is still to be told, where a message stays pending; an empty list where nobody knows. */
  left?: string[];
}

const cases: TopicsCase[] = [
  { name: "tells each topic", told: { [people]: [subject], [programs]: [subject], [channel]: [subject] } },
  {
    name: "tells the others where one refuses, fails, and remembers which",
    refusing: [programs],
    told: { [people]: [subject], [channel]: [subject] },
    error:
      /^NotifyError: Cannot publish the message to arn:aws:sns:eu-west-1:210987654321:programs \(.*sns:Publish/,
    left: [programs],
  },
  {
    name: "names each that refuses",
    refusing: [programs, channel],
    told: { [people]: [subject] },
    error: /210987654321:programs \(.* and arn:aws:sns:eu-central-1:210987654321:channel \(/,
    left: [programs, channel],
  },
  {
    name: "tries again at that topic alone",
    memory: pendingMemory("request-1", longAgo, [programs]),
    told: { [programs]: ["Pending"] },
  },
  {
    name: "keeps trying as long as Lambda does",
    memory: pendingMemory("request-1", longAgo, [programs]),
    refusing: [programs],
    told: {},
    error: /^NotifyError: Cannot publish/,
    left: [programs],
  },
  {
    name: "tells what is newer where a topic never takes what is old, and fails",
    memory: pendingMemory("request-0", longAgo, [channel], "right"),
    refusing: [channel],
    told: { [people]: [subject], [programs]: [subject] },
    error: /^NotifyError: Cannot publish the message to arn:aws:sns:eu-central-1/,
    left: [channel],
  },
  {
    name: "lets a message stay pending that no topic takes",
    memory: pendingMemory("request-0", longAgo),
    refusing: [people, programs, channel],
    told: {},
    error: /^NotifyError: Cannot publish the message to arn:aws:sns:eu-west-1:123456789012:people \(/,
    left: [people, programs, channel],
  },
];

describe("the notifier, with topics beside the stack's own", () => {
  for (const { name, memory, refusing = [], told, error, left } of cases) {
    it(name, async () => {
      const { world, leave } = await enterLambda(environment);
      try {
        world.become({ refusing, ...(memory && { memory: { version: 3, memory } }) });

        const answer = await invokeHere(handler, wrongObservation);

        assert.deepEqual(world.unexpected, []);
        const got = (arn: string) =>
          world.told.filter(({ TopicArn }) => TopicArn === arn).map(({ Subject }) => Subject);
        for (const arn of [people, programs, channel]) assert.deepEqual(got(arn), told[arn] ?? [], arn);
        assert.match(
          answer.error === undefined ? "" : `${answer.error.name}: ${answer.error.message}`,
          error ?? /^$/,
        );
        const last = world.written.at(-1)?.memory ?? memory ?? {};
        const { pending } = last as { pending?: { refusedBy?: string[] } };
        assert.deepEqual(pending && (pending.refusedBy ?? []), left);
      } finally {
        leave();
      }
    });
  }

  it("writes to each in its format, with the same attributes and incident", async () => {
    const { world, leave } = await enterLambda(environment);
    try {
      world.become({});
      await invokeHere(handler, wrongObservation);

      const textOf = (arn: string) =>
        String(world.told.find(({ TopicArn }: Input) => TopicArn === arn)?.["Message"]);
      const [, id = ""] = /Incident (\w{8}), message 1/.exec(textOf(people)) ?? [];
      const json = JSON.parse(textOf(programs)) as { incident: { id: string } };
      const chat = JSON.parse(textOf(channel)) as { metadata: { threadId: string } };
      assert.deepEqual([json.incident.id, chat.metadata.threadId], [id, id]);
      for (const message of world.told) {
        assert.equal(message["MessageAttributes.entry.3.Value.StringValue"], "NON_COMPLIANT");
      }
      const regions = world.calls
        .filter(({ operation }) => operation === "Publish")
        .map(({ region }) => region);
      assert.deepEqual(regions.toSorted(), ["eu-central-1", "eu-west-1", "eu-west-1"]);
    } finally {
      leave();
    }
  });

  const hidden = "\u001b]0;x\u0007\u009b\u202e\u2066\u200f\u2028\r\nforged";
  const call = { name: hidden, caller: hidden, eventId: hidden, calledAt: "2026-03-04T05:06:07Z" };
  const { observation } = wrongObservation;
  const events: Record<string, object> = {
    "a verdict": {
      observation: {
        ...observation,
        setting: `arn:${hidden}`,
        annotation: hidden,
        ruleName: hidden,
        by: "call",
        call,
      },
    },
    "an alarm": {
      source: "aws.cloudwatch",
      alarmArn: hidden,
      alarmData: {
        alarmName: hidden,
        state: { value: "ALARM", timestamp: longAgo, reason: hidden },
        previousState: { value: "OK", timestamp: longAgo },
        configuration: { description: hidden.replace("\r\n", "") },
      },
    },
    "a test": { test: { by: hidden, at: longAgo } },
  };
  for (const [what, event] of Object.entries(events)) {
    it(`writes nothing that a mailbox, a chat or a terminal would obey, in no format: ${what}`, async () => {
      const { world, leave } = await enterLambda(environment);
      try {
        world.become({});

        assert.equal((await invokeHere(handler, event)).error, undefined);

        assert.equal(world.told.length, 3);
        for (const { Subject, Message, TopicArn } of world.told) {
          const lines = String(Message);
          assert.match(String(Subject), /^[ -~]{1,99}$/);
          assert.match(lines, /^[ -~\n]*$/);
          assert.doesNotMatch(lines, TopicArn === people ? /^forged/m : /\\u|\\r|\\nforged/);
        }
      } finally {
        leave();
      }
    });
  }
});

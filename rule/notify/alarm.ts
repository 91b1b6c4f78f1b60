import { createHash } from "node:crypto";
import { askedForBy } from "../decision/alarm-test";
import { clip, printable } from "../decision/text";
import type { Members } from "../parse/json-fields";
import { readObject, readString, readTime } from "../parse/json-fields";
import { type Message, type MessageContext, subjectOf } from "./message";
import { duration, utc } from "./times";

/**
 * Makes the message of an alarm's change of state (CloudWatch User Guide, "Lambda function invocation as an alarm action").
 *
 * The stack writes an alarm's description for this: its first line is the subject, the second says what it means, the third
 * where to read on.
 *
 * @returns undefined for an alarm that is OK without having rung, as each is at first, or after it was set off for a test
 * @throws InvocationError when the event is not as AWS documents it
 */
export function tellAlarm(event: Members, context: MessageContext): Message | undefined {
  const alarmArn = readString(event, "alarmArn");
  const data = readObject(event.get("alarmData"), "alarmData");
  const state = readObject(data.get("state"), "alarmData.state");
  const value = readString(state, "value", "alarmData.state.");
  const at = readTime(state, "timestamp", "alarmData.state.").toISOString();
  const previous = readObject(data.get("previousState"), "alarmData.previousState");
  const rang = previous.get("value") === "ALARM" && askedForBy(previous.get("reason")) === undefined;
  if (value !== "ALARM" && !rang) return undefined;
  const configuration = readObject(data.get("configuration"), "alarmData.configuration");
  const description = readString(configuration, "description", "alarmData.configuration.");
  const [title = "", meaning = "", ...rest] = description.split("\n").map((line) => line.trim());
  const name = printable(readString(data, "alarmName", "alarmData."));
  const id = createHash("sha256").update(`${alarmArn}/${at}`).digest("hex").slice(0, 8);
  const { accountId, region, label } = context;
  const by = value === "ALARM" ? askedForBy(state.get("reason")) : undefined;
  return {
    subject: subjectOf(by === undefined ? value : "TEST", clip(title, 50), context),
    attributes: {
      account: accountId,
      region,
      compliance: "NONE",
      kind: by === undefined ? "alarm" : "test",
    },
    ...(label !== undefined && { label }),
    incident: { id, since: at },
    ...(by === undefined
      ? { summary: summaryOf(value, meaning, previous, at), times: { since: at } }
      : {
          summary: [
            "This is a test: nothing happened. The alarm was set off to try its way to you.",
            `When it rings in earnest it means: ${meaning}`,
          ],
          times: { asked: at },
          test: { by: clip(by, 300) },
        }),
    nextSteps: rest.map((text) => ({ text })),
    alarm: { name, state: value },
  };
}

function summaryOf(value: string, meaning: string, previous: Members, at: string): string[] {
  return value === "ALARM" ? [meaning] : ["This is over.", ...lasted(previous, at), `It meant: ${meaning}`];
}

function lasted(previous: Members, until: string): string[] {
  const since = readTime(previous, "timestamp", "alarmData.previousState.").toISOString();
  return [`It lasted ${duration(since, until)}, since ${utc(since)}.`];
}

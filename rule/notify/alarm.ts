import { createHash } from "node:crypto";
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
 * @returns undefined for an alarm that is OK without having rung, as each is at first
 * @throws InvocationError when the event is not as AWS documents it
 */
export function tellAlarm(event: Members, context: MessageContext): Message | undefined {
  const alarmArn = readString(event, "alarmArn");
  const data = readObject(event.get("alarmData"), "alarmData");
  const state = readObject(data.get("state"), "alarmData.state");
  const value = readString(state, "value", "alarmData.state.");
  const at = readTime(state, "timestamp", "alarmData.state.").toISOString();
  const previous = readObject(data.get("previousState"), "alarmData.previousState");
  const rang = previous.get("value") === "ALARM";
  if (value !== "ALARM" && !rang) return undefined;
  const configuration = readObject(data.get("configuration"), "alarmData.configuration");
  const description = readString(configuration, "description", "alarmData.configuration.");
  const [title = "", meaning = "", ...rest] = description.split("\n").map((line) => line.trim());
  const name = printable(readString(data, "alarmName", "alarmData."));
  const id = createHash("sha256").update(`${alarmArn}/${at}`).digest("hex").slice(0, 8);
  const { accountId, region, label } = context;
  return {
    subject: subjectOf(value, clip(title, 50), context),
    attributes: { account: accountId, region, compliance: "NONE", kind: "alarm" },
    ...(label !== undefined && { label }),
    incident: { id, since: at },
    summary:
      value === "ALARM"
        ? [meaning]
        : ["This is over.", ...(rang ? lasted(previous, at) : []), `It meant: ${meaning}`],
    times: { since: at },
    nextSteps: rest.map((text) => ({ text })),
    alarm: { name, state: value },
  };
}

function lasted(previous: Members, until: string): string[] {
  const since = readTime(previous, "timestamp", "alarmData.previousState.").toISOString();
  return [`It lasted ${duration(since, until)}, since ${utc(since)}.`];
}

import type { AccountRegion } from "../decision/key";
import { encryptionConfigType } from "../decision/setting";
import { clip, printable } from "../decision/text";
import { duration, utc } from "./times";
import type { Observation, ObservedCall, RecordedChange } from "./observation";
import type { Telling, Told } from "./story";

/** What people are told, as facts. `formats.ts` writes it for those who read it. Times are ISO 8601. */
export interface Message {
  /** Printable ASCII, under 100 characters. */
  subject: string;
  /** By which subscribers filter. */
  attributes: { account: string; region: string; compliance: string; kind: string };
  /** What people call the account. */
  label?: string;
  /** The same when the message is repeated. */
  incident: { id: string; since: string; message?: number };
  /** Sentences: what is so and why, and how long it has been so. */
  summary: string[];
  now?: State;
  was?: State;
  call?: ObservedCall;
  /** How to learn who did it, where no call says so. */
  lookUp?: Step;
  times: Partial<Record<"asked" | "since" | "done" | "recorded" | "judged", string>>;
  /** What to do next. */
  nextSteps: Step[];
  /** Who asked for a message in which nothing happened. */
  test?: { by: string };
  alarm?: { name: string; state: string };
  /** Where to read on. */
  links?: { runbook: string; timeline?: string; rule?: string };
}

/** A setting, and the verdict on it where there is one. */
export interface State {
  complianceType?: string;
  /** A key ARN, or `NONE`. */
  setting: string;
}

/** What somebody may do, with a command where there is one. */
export interface Step {
  text: string;
  command?: string;
}

/** What every message needs to know of the context that it speaks of. */
export interface MessageContext extends AccountRegion {
  /** What people call the account; undefined where nobody said. */
  label: string | undefined;
  /** A key in any form, or `any`, `customer`, `none`. */
  desiredKey: string;
  /** AWS Config's pages in the console, up to the `#`; undefined where no address of a console is published. */
  consoleUrl: string | undefined;
}

/** Makes the message of a telling. */
export function tell(telling: Telling, context: MessageContext): Message {
  const { kind, incident, before, seen } = telling;
  const isJudged = seen.by !== "event";
  const outcome = isJudged ? seen.complianceType : "CHANGED";
  if (kind === "late" && before !== undefined) return tellLate(telling, before, context);
  const call = "call" in seen ? seen.call : undefined;
  const lookUp = call === undefined && before !== undefined ? lookUpOf(before, seen, context) : undefined;
  return {
    ...headOf(outcome, outcome, telling, context),
    summary: [
      isJudged ? seen.annotation : "AWS Config recorded another setting. The next scheduled run judges it.",
      ...(kind === "put-right"
        ? [`It was wrong for ${duration(incident.since, seen.asOf)}, since ${utc(incident.since)}.`]
        : []),
      ...(kind === "wrong-again" ? [`It has been wrong since ${utc(incident.since)}.`] : []),
    ],
    now: { ...(isJudged && { complianceType: seen.complianceType }), setting: seen.setting },
    ...(before && { was: { complianceType: before.complianceType, setting: before.setting } }),
    ...(call && { call }),
    ...(lookUp && { lookUp }),
    times: timesOf(seen),
    nextSteps: isJudged && seen.complianceType === "NON_COMPLIANT" ? [cure(seen, context)] : [],
    links: linksTo(outcome, isJudged ? seen.ruleName : undefined, context),
  };
}

/** What was so and is over: people know what came after it. */
function tellLate(telling: Telling, before: Told, context: MessageContext): Message {
  const { seen } = telling;
  const isJudged = seen.by !== "event";
  const outcome = isJudged ? `WAS ${seen.complianceType}` : "CHANGED";
  return {
    ...headOf(outcome, before.complianceType, telling, context),
    summary: [
      `AWS Config recorded it at ${utc(seen.asOf)}. Another setting took its place before it was ${isJudged ? "judged or told" : "told"}.`,
      ...(isJudged ? [`The verdict on it: ${seen.annotation}`] : []),
    ],
    now: { complianceType: before.complianceType, setting: before.setting },
    was: { ...(isJudged && { complianceType: seen.complianceType }), setting: seen.setting },
    lookUp: lookUpOf(before, seen, context),
    times: timesOf(seen),
    nextSteps: [],
    links: linksTo(outcome, isJudged ? seen.ruleName : undefined, context),
  };
}

/** @param compliance of what is so now, by which subscribers filter */
function headOf(
  outcome: string,
  compliance: string,
  { kind, incident }: Telling,
  context: MessageContext,
): Pick<Message, "subject" | "attributes" | "label" | "incident"> {
  const { accountId, region, label } = context;
  return {
    subject: subjectOf(outcome, "X-Ray encryption", context),
    attributes: { account: accountId, region, compliance, kind },
    ...(label !== undefined && { label }),
    incident: { id: incident.id, since: incident.since, message: incident.messages },
  };
}

/** Where to read on: a section of the runbook, and AWS Config's pages where the console has an address. */
export function linksTo(
  section: string,
  ruleName: string | undefined,
  { consoleUrl }: MessageContext,
): NonNullable<Message["links"]> {
  const runbook = `docs/runbook.md, section ${section}`;
  if (consoleUrl === undefined) return { runbook };
  return {
    runbook,
    timeline: `${consoleUrl}/resources/timeline?resourceId=default&resourceType=${encryptionConfigType}`,
    ...(ruleName !== undefined && { rule: `${consoleUrl}/rules/details?configRuleName=${ruleName}` }),
  };
}

/** The outcome, what it is of, and where: ASCII and under 100 characters. What is too long is cut, and not the label. */
export function subjectOf(
  outcome: string,
  what: string,
  { accountId, region, label }: MessageContext,
): string {
  const whose = label === undefined ? "" : ` (${label})`;
  const where = `, ${accountId} ${region}${whose}`;
  const room = Math.max(99 - outcome.length - 2 - where.length, 10);
  return clip(printable(`${outcome}: ${clip(what, room)}${where}`), 99);
}

/** How to learn who did it, where CloudTrail's event did not come along. */
function lookUpOf(before: Told, seen: Observation | RecordedChange, { region }: MessageContext): Step {
  if (before.setting === seen.setting) {
    return { text: "The setting did not change: look at its key, and where the desired alias points." };
  }
  return {
    text: "Who did it, up to 90 days back:",
    command: `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=EventName,AttributeValue=PutEncryptionConfig`,
  };
}

function timesOf(seen: Observation | RecordedChange): Message["times"] {
  const done = "call" in seen ? seen.call?.calledAt : undefined;
  return {
    ...(done !== undefined && { done }),
    ...((seen.by === "recorder" || seen.by === "event") && { recorded: seen.asOf }),
    ...(seen.by !== "event" && { judged: seen.judgedAt }),
  };
}

/** The command that puts it right. A key that cannot be used is not put right by setting it again. */
function cure({ annotation }: Observation, { desiredKey, region }: MessageContext): Step {
  if (/\bstops storing\b/.test(annotation)) {
    return {
      text: "To put it right: make the key usable again (aws kms enable-key, or cancel-key-deletion), or set another.",
    };
  }
  if (/^(?:Spans fail|Traces and spans)/.test(annotation)) {
    return {
      text: "To put it right: associate the desired key with the log group aws/spans (aws logs associate-kms-key).",
    };
  }
  const key = desiredKey === "any" || desiredKey === "customer" ? "KEY" : desiredKey;
  const to = desiredKey === "none" ? "--type NONE" : `--type KMS --key-id ${key}`;
  return { text: "To put it right:", command: `aws xray put-encryption-config --region ${region} ${to}` };
}

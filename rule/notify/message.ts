import type { AccountRegion } from "../decision/key";
import { clip, printable } from "../decision/text";
import { duration, utc } from "./times";
import type { Observation, RecordedChange } from "./observation";
import type { Telling, Told } from "./story";

/** What SNS is given. */
export interface Message {
  /** Printable ASCII, under 100 characters. */
  subject: string;
  /** Plain text. */
  body: string;
  /** By which subscribers filter. */
  attributes: { account: string; region: string; compliance: string; kind: string };
}

/** What every message needs to know of the context that it speaks of. */
export interface MessageContext extends AccountRegion {
  /** What people call the account; undefined where nobody said. */
  label: string | undefined;
  /** A key in any form, or `any`, `customer`, `none`. */
  desiredKey: string;
  /** AWS Config's pages in the console, up to the `#`. */
  consoleUrl: string;
}

/** Writes the message of a telling. */
export function tell({ kind, incident, before, seen }: Telling, context: MessageContext): Message {
  const isJudged = seen.by !== "event";
  const outcome = isJudged ? seen.complianceType : "CHANGED";
  const since = [
    ...(kind === "put-right"
      ? [`It was wrong for ${duration(incident.since, seen.asOf)}, since ${utc(incident.since)}.`]
      : []),
    ...(kind === "wrong-again" ? [`It has been wrong since ${utc(incident.since)}.`] : []),
  ];
  const paragraphs = [
    [
      isJudged ? seen.annotation : "AWS Config recorded another setting. The next scheduled run judges it.",
      ...since,
    ],
    [
      `Now: ${isJudged ? `${seen.complianceType}, ` : ""}${settingIn(seen.setting, context)}`,
      ...(before === undefined
        ? []
        : [`Was: ${before.complianceType}, ${settingIn(before.setting, context)}`]),
    ],
    who(seen, before, context),
    when(seen),
    ...(isJudged && seen.complianceType === "NON_COMPLIANT" ? [cure(seen, context)] : []),
    [
      `What this means: docs/runbook.md, section ${outcome}`,
      `Timeline: ${context.consoleUrl}/resources/timeline?resourceId=default&resourceType=AWS::XRay::EncryptionConfig`,
      ...(isJudged && seen.ruleName !== undefined
        ? [`Rule: ${context.consoleUrl}/rules/details?configRuleName=${seen.ruleName}`]
        : []),
    ],
    [`Incident ${incident.id}, message ${incident.messages}. All times are UTC.`],
  ];
  return {
    subject: subjectOf(outcome, "X-Ray encryption", context),
    body: bodyOf(paragraphs),
    attributes: { account: context.accountId, region: context.region, compliance: outcome, kind },
  };
}

/** The outcome, what it is of, and where: ASCII and under 100 characters. */
export function subjectOf(
  outcome: string,
  what: string,
  { accountId, region, label }: MessageContext,
): string {
  const whose = label === undefined ? "" : ` (${label})`;
  return clip(printable(`${outcome}: ${what}, ${accountId} ${region}${whose}`), 99);
}

/** Paragraphs of lines. */
export function bodyOf(paragraphs: readonly (readonly string[])[]): string {
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** A key by its ID where it is one of this account and Region, as annotations name it. */
function settingIn(setting: string, { accountId, region }: MessageContext): string {
  if (setting === "NONE") return "X-Ray's default encryption";
  const own = new RegExp(`^arn:[^:]+:kms:${region}:${accountId}:key/(.+)$`).exec(setting)?.[1];
  return `key ${own ?? setting}`;
}

/** Who did it, where CloudTrail said so; otherwise how to look it up. */
function who(
  seen: Observation | RecordedChange,
  before: Told | undefined,
  { region }: MessageContext,
): string[] {
  const call = "call" in seen ? seen.call : undefined;
  if (call !== undefined) {
    const event = call.eventId === undefined ? "" : `, CloudTrail event ${call.eventId}`;
    return [`By: ${call.caller}`, `Call: ${call.name}${event}`];
  }
  if (before === undefined) return [];
  if (before.setting === seen.setting) {
    return ["The setting did not change: look at its key, and where the desired alias points."];
  }
  return [
    "Who did it, up to 90 days back:",
    `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=EventName,AttributeValue=PutEncryptionConfig`,
  ];
}

function when(seen: Observation | RecordedChange): string[] {
  const done = "call" in seen ? seen.call?.calledAt : undefined;
  const isRecorded = seen.by === "recorder" || seen.by === "event";
  return [
    ...(done === undefined ? [] : [`Done: ${utc(done)}`]),
    ...(isRecorded ? [`Recorded: ${utc(seen.asOf)}`] : []),
    ...(seen.by === "event" ? [] : [`Judged: ${utc(seen.judgedAt)}`]),
  ];
}

/** The command that puts it right. A key that cannot be used is not put right by setting it again. */
function cure({ annotation }: Observation, { desiredKey, region }: MessageContext): string[] {
  if (/\bstops storing\b/.test(annotation)) {
    return [
      "To put it right: make the key usable again (aws kms enable-key, or cancel-key-deletion), or set another.",
    ];
  }
  if (/^(?:Spans fail|Traces and spans)/.test(annotation)) {
    return [
      "To put it right: associate the desired key with the log group aws/spans (aws logs associate-kms-key).",
    ];
  }
  const key = desiredKey === "any" || desiredKey === "customer" ? "KEY" : desiredKey;
  const to = desiredKey === "none" ? "--type NONE" : `--type KMS --key-id ${key}`;
  return ["To put it right:", `aws xray put-encryption-config --region ${region} ${to}`];
}

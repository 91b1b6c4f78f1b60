import { createHash } from "node:crypto";
import type { ControlFinding, ControlPart, ControlProblem } from "../decision/control";
import { type Members, readObject, readString, readTime } from "../parse/json-fields";
import { linksTo, type Message, type MessageContext, subjectOf } from "./message";
import { type ObservedCall, oneOf, parseCall } from "./observation";
import { duration, utc } from "./times";

/** What was found of AWS Config's recorder, delivery channel and rule. Times are ISO 8601. */
export interface ControlObservation {
  /** The most important first; empty where AWS Config does its part. */
  problems: readonly ControlProblem[];
  asOf: string;
  ruleName?: string | undefined;
  call?: ObservedCall | undefined;
}

/**
 * What people are to be told of a finding. That all is well is said only where all could be read.
 *
 * @returns undefined where nothing is known
 */
export function controlObservation(
  { problems, unread }: ControlFinding,
  { asOf, ruleName, call }: { asOf: Date; ruleName: string | undefined; call?: ObservedCall },
): ControlObservation | undefined {
  if (problems.length === 0 && unread.length > 0) return undefined;
  return {
    problems,
    asOf: asOf.toISOString(),
    ...(ruleName !== undefined && { ruleName }),
    ...(call && { call }),
  };
}

/** What people were told last of AWS Config's part. */
export interface ControlStory {
  /** Undefined while AWS Config does its part. */
  trouble?: { id: string; since: string; part: ControlPart; text: string; messages: number };
  /** When that was seen; undefined until something is told. */
  asOf?: string;
}

export const newControlStory: ControlStory = {};

/** What each trouble is called in a subject, and what it means. */
const words: Record<ControlPart, { title: string; meaning: string }> = {
  recorder: {
    title: "X-Ray encryption is not recorded",
    meaning: "Changes are noticed only by scheduled runs, and leave no history.",
  },
  delivery: {
    title: "history of X-Ray encryption is not delivered",
    meaning: "The bucket with the evidence does not get what AWS Config records.",
  },
  rule: {
    title: "the rule on X-Ray encryption is broken",
    meaning: "Changes may go without a verdict.",
  },
};

/** The section of docs/runbook.md on all of them. */
export const controlSection = "AWS Config does not do its part";

/** The titles that subjects have, for the test of the runbook. */
export const controlTitles = Object.values(words).map(({ title }) => title);

/**
 * Continues the story of AWS Config's part with what was found. A pure function.
 *
 * @returns the story from now on, and the message where there is news: a trouble, another one, or that it is over
 */
export function continueControl(
  story: ControlStory,
  seen: ControlObservation,
  context: MessageContext,
): { story: ControlStory; message?: Message } {
  const { trouble } = story;
  if (story.asOf !== undefined && seen.asOf < story.asOf) return { story };
  const [first] = seen.problems;
  if (first === undefined) {
    if (trouble === undefined) return { story };
    return { story: { asOf: seen.asOf }, message: messageOf("OK", trouble, seen, context) };
  }
  const text = seen.problems.map(({ sentence }) => sentence).join(" ");
  if (trouble?.text === text) return { story };
  const now = {
    ...(trouble ?? begun(text, seen, context)),
    part: first.part,
    text,
    messages: (trouble?.messages ?? 0) + 1,
  };
  return { story: { trouble: now, asOf: seen.asOf }, message: messageOf("ALARM", now, seen, context) };
}

function begun(text: string, { asOf, call }: ControlObservation, { accountId, region }: MessageContext) {
  const id = createHash("sha256").update(`${accountId}/${region}/${asOf}/${text}`).digest("hex").slice(0, 8);
  return { id, since: call?.calledAt ?? asOf };
}

function messageOf(
  state: "ALARM" | "OK",
  { id, since, part, text, messages }: NonNullable<ControlStory["trouble"]>,
  { asOf, ruleName, call }: ControlObservation,
  context: MessageContext,
): Message {
  const { accountId, region, label } = context;
  const { title, meaning } = words[part];
  return {
    subject: subjectOf(state, title, context),
    attributes: { account: accountId, region, compliance: "NONE", kind: "alarm" },
    ...(label !== undefined && { label }),
    incident: { id, since, message: state === "OK" ? messages + 1 : messages },
    summary:
      state === "ALARM"
        ? [text, meaning]
        : ["This is over.", `It lasted ${duration(since, asOf)}, since ${utc(since)}.`, `It meant: ${text}`],
    ...(call && { call }),
    times: { since: state === "OK" ? asOf : since },
    nextSteps: [],
    alarm: { name: part, state },
    links: linksTo(controlSection, ruleName, context),
  };
}

const prefix = "control.";

/**
 * Parses what a judging function found.
 *
 * @throws InvocationError when a member is missing or unknown
 */
export function parseControl(value: unknown): ControlObservation {
  const members = readObject(value, "control");
  const call = members.get("call");
  const problems: unknown = members.get("problems");
  return {
    problems: (Array.isArray(problems) ? problems : [problems]).map((one) =>
      problemOf(readObject(one, "control.problems")),
    ),
    asOf: readTime(members, "asOf", prefix).toISOString(),
    ...(members.has("ruleName") && { ruleName: readString(members, "ruleName", prefix) }),
    ...(call !== undefined && { call: parseCall(readObject(call, "control.call"), "control.call.") }),
  };
}

function problemOf(members: Members): ControlProblem {
  return {
    part: oneOf(members, "part", ["recorder", "delivery", "rule"], "control.problems."),
    sentence: readString(members, "sentence", "control.problems."),
  };
}

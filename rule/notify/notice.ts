import { createHash } from "node:crypto";
import { readObject, readString, readTime } from "../parse/json-fields";
import { linksTo, type Message, type MessageContext, subjectOf } from "./message";
import { type ObservedCall, parseCall } from "./observation";

/** A call of which no look-up shows what it came to, so that somebody has to look. Times are ISO 8601. */
export interface Notice {
  /** What it may have come to. */
  meaning: string;
  asOf: string;
  call: ObservedCall;
}

/** The calls that people were told of lately, by their identity; oldest first. */
export interface Noticed {
  ids: readonly string[];
}

/** More calls than Lambda's tries and EventBridge's repetitions can mix up. */
const remembered = 20;

export const nothingNoticed: Noticed = { ids: [] };

/** The section of docs/runbook.md. */
export const noticeSection = "CHECK";

/** Tells of a call once. A pure function. */
export function continueNotices(
  story: Noticed,
  { meaning, asOf, call }: Notice,
  context: MessageContext,
): { story: Noticed; message?: Message } {
  const { accountId, region, label } = context;
  const { name, eventId, caller, calledAt = asOf } = call;
  const id = createHash("sha256")
    .update(eventId ?? `${name}/${caller}/${calledAt}`)
    .digest("hex")
    .slice(0, 8);
  if (story.ids.includes(id)) return { story };
  return {
    story: { ids: [...story.ids, id].slice(-remembered) },
    message: {
      subject: subjectOf("CHECK", `X-Ray encryption after ${name}`, context),
      attributes: { account: accountId, region, compliance: "NONE", kind: "check" },
      ...(label !== undefined && { label }),
      incident: { id, since: calledAt },
      summary: [meaning],
      call,
      times: { done: calledAt },
      nextSteps: [],
      links: linksTo(noticeSection, undefined, context),
    },
  };
}

/**
 * Parses what the event detector sent.
 *
 * @throws InvocationError when a member is missing
 */
export function parseNotice(value: unknown): Notice {
  const members = readObject(value, "notice");
  return {
    meaning: readString(members, "meaning", "notice."),
    asOf: readTime(members, "asOf", "notice.").toISOString(),
    call: parseCall(readObject(members.get("call"), "notice.call"), "notice.call."),
  };
}

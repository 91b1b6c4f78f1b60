import { createHash } from "node:crypto";
import { clip, printable } from "../decision/text";
import { readObject, readString, readTime } from "../parse/json-fields";
import { type Message, type MessageContext, subjectOf } from "./message";

/**
 * Makes the message by which people see that messages reach them, as `npm run audit -- notify-test` asks for it.
 *
 * @param test who asked, and when: `{ by, at }`
 * @throws InvocationError when one of them is missing
 */
export function tellTest(test: unknown, context: MessageContext): Message {
  const members = readObject(test, "test");
  const by = clip(printable(readString(members, "by", "test.")), 300);
  const at = readTime(members, "at", "test.").toISOString();
  const { accountId, region, label } = context;
  const id = createHash("sha256").update(`${accountId}/${region}/${by}/${at}`).digest("hex").slice(0, 8);
  return {
    subject: subjectOf("TEST", "X-Ray encryption", context),
    attributes: { account: accountId, region, compliance: "NONE", kind: "test" },
    ...(label !== undefined && { label }),
    incident: { id, since: at },
    summary: ["This is a test: nothing happened. Messages about X-Ray's encryption reach you here."],
    test: { by },
    times: { asked: at },
    nextSteps: [],
  };
}

import { clip, printable } from "../decision/text";
import { readObject, readString, readTime } from "../parse/json-fields";
import { bodyOf, type Message, type MessageContext, subjectOf } from "./message";
import { utc } from "./times";

/**
 * Writes the message by which people see that messages reach them, as `npm run audit -- notify-test` asks for it.
 *
 * @param test who asked, and when: `{ by, at }`
 * @throws InvocationError when one of them is missing
 */
export function tellTest(test: unknown, context: MessageContext): Message {
  const members = readObject(test, "test");
  const by = clip(printable(readString(members, "by", "test.")), 300);
  const at = readTime(members, "at", "test.").toISOString();
  return {
    subject: subjectOf("TEST", "X-Ray encryption", context),
    body: bodyOf([
      ["This is a test: nothing happened. Messages about X-Ray's encryption reach you here."],
      [`Asked for by: ${by}`, `At: ${utc(at)}`],
      ["All times are UTC."],
    ]),
    attributes: { account: context.accountId, region: context.region, compliance: "NONE", kind: "test" },
  };
}

import type { KeyDescription } from "./key-description";
import type { KeyArn } from "./key";
import type { Match } from "./match";
import { clip, quoted } from "./text";
import { type UndecidableError, undecidable } from "./undecidable";
import type { Explanation, Expected } from "./verdict";

/** Whether the key in use is a desired key. The key's state is judged elsewhere. */
export type KeyCompliance =
  | { complies: "yes"; which?: undefined; explanation: Explanation }
  /** `which`: inserted after the key's name, e.g. ", an AWS managed key,". */
  | { complies: "no"; which?: string; expected: readonly Expected[] }
  /** `error`: thrown only if no other reason already makes the setting NON_COMPLIANT. */
  | { complies: "unknown"; which?: undefined; error: UndecidableError };

/** Compliance where certain keys are desired. */
export function complianceOfKey(match: Match): KeyCompliance {
  if (match.matched !== undefined) {
    const { key, rank } = match.matched;
    const isAlias = key.form === "aliasName" || key.form === "aliasArn";
    const by = isAlias ? { connector: " by", expected: [{ name: key.text }] } : {};
    return { complies: "yes", explanation: { found: `, as ${rank}`, ...by } };
  }
  const [first] = match.unreadable;
  if (first === undefined) {
    return { complies: "no", expected: match.expected };
  }
  const aliases = match.unreadable.map(({ alias }) => alias).join(", ");
  const error = undecidable(`whether X-Ray's key is the one behind ${clip(aliases, 400)}`, first.why, "it");
  return { complies: "unknown", error };
}

/** Compliance where any KMS key is desired, or any customer managed key. */
export function complianceOfManager(
  customerOnly: boolean,
  inUse: KeyArn,
  description: KeyDescription,
): KeyCompliance {
  if (!customerOnly) {
    return { complies: "yes", explanation: { found: ", as desired: any KMS key" } };
  }
  if (description.found === "key" && description.manager === "CUSTOMER") {
    return { complies: "yes", explanation: { found: ", a customer managed key, as desired" } };
  }
  if (description.found === "key" && description.manager === "AWS") {
    return { complies: "no", which: ", an AWS managed key,", expected: [{ name: "a customer managed key" }] };
  }
  const why =
    description.found === "key"
      ? `KMS names the manager ${quoted(description.manager)}`
      : "why" in description
        ? description.why
        : "gone";
  return { complies: "unknown", error: undecidable(`who manages X-Ray's key ${inUse.text}`, why, "it") };
}

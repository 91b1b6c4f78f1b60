import type { KeyDescription } from "./key-description";
import type { KeyArn } from "./key";
import type { Match } from "./match";
import { clip, quoted } from "./text";
import { type UndecidableError, undecidable } from "./undecidable";
import type { Explanation, Expected } from "./verdict";

/** Whether the key in use is what was desired, its state left aside. */
export type KeyCompliance =
  | { fits: "yes"; which?: undefined; finding: Explanation }
  /** `which` key it is, as an insertion after its name. */
  | { fits: "no"; which?: string; wanted: readonly Expected[] }
  /** An error only if nothing else makes the setting wrong. */
  | { fits: "unknown"; which?: undefined; error: UndecidableError };

/** The fit where certain keys are desired. */
export function complianceOfKey(match: Match): KeyCompliance {
  if (match.by !== undefined) {
    const { key, rank } = match.by;
    const isAlias = key.form === "aliasName" || key.form === "aliasArn";
    const by = isAlias ? { connector: " by", expected: [{ name: key.text }] } : {};
    return { fits: "yes", finding: { found: `, as ${rank}`, ...by } };
  }
  const [first] = match.unreadable;
  if (first === undefined) {
    return { fits: "no", wanted: match.wanted };
  }
  const aliases = match.unreadable.map(({ alias }) => alias).join(", ");
  const error = undecidable(`whether X-Ray's key is the one behind ${clip(aliases, 400)}`, first.why, "it");
  return { fits: "unknown", error };
}

/** The fit where any KMS key is desired, or any customer managed one. */
export function complianceOfManager(
  customerOnly: boolean,
  inUse: KeyArn,
  fact: KeyDescription,
): KeyCompliance {
  if (!customerOnly) {
    return { fits: "yes", finding: { found: ", as desired: any KMS key" } };
  }
  if (fact.found === "key" && fact.manager === "CUSTOMER") {
    return { fits: "yes", finding: { found: ", a customer managed key, as desired" } };
  }
  if (fact.found === "key" && fact.manager === "AWS") {
    return { fits: "no", which: ", an AWS managed key,", wanted: [{ name: "a customer managed key" }] };
  }
  const why =
    fact.found === "key"
      ? `KMS names the manager ${quoted(fact.manager)}`
      : "why" in fact
        ? fact.why
        : "gone";
  return { fits: "unknown", error: undecidable(`who manages X-Ray's key ${inUse.text}`, why, "it") };
}

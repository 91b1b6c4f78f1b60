import {
  describeDesiredEncryption,
  parseDesiredEncryption,
  splitAcceptedKeys,
} from "../../rule/decision/desired";
import { record, text, type TrailEvent } from "../aws/cloudtrail";
import type { JudgingRule } from "../aws/rule";

/** What the rule held the setting against. */
export interface Criterion {
  /** In words: "the key alias/xray-traces". */
  desired: string;
  /** The call that set it; undefined where CloudTrail has none, so that it is not known since when it holds. */
  set: { at: Date; principal: string; eventId: string; source: TrailEvent["source"] } | undefined;
  /** When another one replaced it, or the rule was deleted; undefined where that is not known. */
  until: Date | "now" | undefined;
}

/**
 * What a rule desires now, and what it did before as far as CloudTrail's calls prove; oldest first.
 *
 * @param events all of a time
 * @param isUpToNow whether that time is up to now
 */
export function criteriaOf(
  rule: JudgingRule,
  events: readonly TrailEvent[],
  isUpToNow: boolean,
): Criterion[] {
  const criteria: Criterion[] = [];
  let open: Criterion | undefined;
  for (const event of events) {
    const { at, principal, eventId, source } = event;
    const put = record(event.requested["configRule"]);
    const isPut = event.name === "PutConfigRule" && put["configRuleName"] === rule.name;
    const isDelete = event.name === "DeleteConfigRule" && event.requested["configRuleName"] === rule.name;
    const desired = isPut ? inWords(text(put["inputParameters"]) ?? "") : undefined;
    if ((!isPut && !isDelete) || desired === open?.desired) continue;
    if (open) open.until = at;
    open =
      desired === undefined
        ? undefined
        : { desired, set: { at, principal, eventId, source }, until: undefined };
    if (open) criteria.push(open);
  }
  const now = inWords(rule.parameters);
  if (isUpToNow && open?.desired === now) open.until = "now";
  else criteria.push({ desired: now, set: undefined, until: "now" });
  return criteria;
}

function inWords(parameters: string): string {
  try {
    const { desiredKey, acceptedKeys, transactionSearch } = record(JSON.parse(parameters));
    const accepted = splitAcceptedKeys(text(acceptedKeys) ?? "");
    const words = describeDesiredEncryption(parseDesiredEncryption(text(desiredKey) ?? "", accepted));
    return transactionSearch === "judge" ? `${words}, also of the spans' log group` : words;
  } catch {
    // Not of this project's rule, or not valid: as it is written.
    return parameters === "" ? "nothing: it has no parameters" : `what its parameters say: ${parameters}`;
  }
}

import type { FaultRow } from "../../tools/docs/faults";
import type { Fault, Played } from "./play";
import type { Subject } from "./subjects";

/** What is written down of one fault of one call; docs/faults.md is made of it. */
export function faultRow({ call, purpose, stands }: Subject, fault: Fault, outcome: Played): FaultRow {
  const [verdict] = outcome.reported;
  const noted = stands !== undefined && verdict?.annotation.includes(stands) === true;
  const [log] = outcome.logs;
  const verdictLogged = outcome.keptAll ? "the verdict" : "the verdict; that not all callers are kept";
  return {
    call,
    purpose,
    fault,
    tries: outcome.tries,
    reported: verdict && { complianceType: verdict.complianceType, notes: noted ? stands : undefined },
    logged: (log?.["error"] as { name: string } | undefined)?.name ?? verdictLogged,
    // Of the change itself people hear whatever becomes of its verdict.
    told: [...new Set(outcome.told)]
      .filter((kind) => kind !== "the change")
      .sort()
      .join(", "),
  };
}

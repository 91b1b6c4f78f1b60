import { clip, printable } from "./text";

/** The compliance types that AWS Config takes from a custom rule. */
export type ComplianceType = "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE";

/** A compliance type with the sentence that explains it. */
export interface Verdict {
  complianceType: ComplianceType;
  /** Printable ASCII, at most 256 characters. */
  annotation: string;
}

/** The most characters that an annotation may have (AWS Config API reference, `Evaluation`). */
export const annotationLimit = 256;

/** Sentences that a verdict carries beside its reason. Each is short: what is essential must still fit. */
export const notes = {
  keyStateUnreadable: "The key's state could not be read.",
  spansInCloudWatchLogs: "Spans go to CloudWatch Logs, which this setting does not encrypt.",
  spansUnknown: "Where spans go could not be read.",
  recordingUnknown: "Whether AWS Config records could not be read.",
  spansKeyStateUnreadable: "The state of the spans' key could not be read.",
  updating: "X-Ray is still applying the setting.",
} as const;

/** One of several things that the setting should have been: a name that may be clipped, and a remark that may not. */
export interface Expected {
  name: string;
  remark?: string;
}

/** What an annotation says, in the order in which it says it. */
export interface Explanation {
  /** What is: a clause without a full stop. Never clipped, as long as its author keeps it under about 150 characters. */
  found: string;
  /** How the clause goes on, up to what is wanted: ", but should use". */
  connector?: string;
  /** What should be. Clipped to the room that `is` and `notes` leave. */
  expected?: readonly Expected[];
  /** Whole sentences. The first are kept at the expense of `wanted`, the last fall away when there is no room. */
  notes?: readonly string[];
}

/**
 * Composes a verdict. The essential comes first and stays whole; long names are clipped, then fewer of them named.
 */
export function composeVerdict(complianceType: ComplianceType, finding: Explanation): Verdict {
  return { complianceType, annotation: clip(printable(fitting(finding)), annotationLimit) };
}

function fitting(finding: Explanation): string {
  const all = finding.notes ?? [];
  // The layouts are tried with every note before the last note falls away.
  for (let kept = all.length; kept >= 0; kept -= 1) {
    for (const wanted of layouts(finding.expected ?? [])) {
      const text = [`${finding.found}${finding.connector ?? ""}${wanted}.`, ...all.slice(0, kept)].join(" ");
      if (text.length <= annotationLimit) {
        return text;
      }
    }
  }
  return `${finding.found}.`;
}

/** How long a name may be, in the order in which lengths are tried. */
const nameLimits = [Infinity, 90, 60, 40, 24];

/** Ways to say what is wanted, the best first: fewer names rather than clipped ones, at last one name alone. */
function layouts(wanted: readonly Expected[]): string[] {
  const [first] = wanted;
  if (first === undefined) {
    return [""];
  }
  const counts = wanted.map((_, index) => wanted.length - index);
  return [
    ...nameLimits.flatMap((limit) => counts.map((count) => list(wanted, count, limit))),
    ` ${clip(first.name, 24)}`,
    ` ${clip(first.name, 16)}`,
  ];
}

function list(wanted: readonly Expected[], count: number, limit: number): string {
  const names = wanted
    .slice(0, count)
    .map(({ name, remark }) => `${clip(name, limit)}${remark === undefined ? "" : ` (${remark})`}`);
  const more = wanted.length - count;
  return ` ${wanted.length > 1 ? "one of: " : ""}${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

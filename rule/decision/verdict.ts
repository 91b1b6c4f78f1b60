import { clip, printable } from "./text";

/** The compliance types that AWS Config accepts from a custom rule. */
export type ComplianceType = "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE";

/** A compliance type with the sentence that explains it. */
export interface Verdict {
  complianceType: ComplianceType;
  /** Printable ASCII, at most 256 characters. */
  annotation: string;
}

/** The maximum length of an annotation (AWS Config API reference, `Evaluation`). */
export const annotationLimit = 256;

/** Sentences that an annotation carries besides its reason. Each is short, to leave room for the reason. */
export const notes = {
  keyStateUnreadable: "The key's state could not be read.",
  spansInCloudWatchLogs: "Spans go to CloudWatch Logs, which this setting does not encrypt.",
  spansUnknown: "Where spans go could not be read.",
  recordingUnknown: "Whether AWS Config records could not be read.",
  deliveryUnknown: "Whether AWS Config delivers could not be read.",
  ruleUnknown: "AWS Config's rule could not be read.",
  spansKeyStateUnreadable: "The state of the spans' key could not be read.",
  updating: "X-Ray is still applying the setting.",
} as const;

/** An expected key: its name may be clipped, the remark may not. */
export interface Expected {
  name: string;
  remark?: string;
}

/** The parts of an annotation, in their order. */
export interface Explanation {
  /** The actual state: a clause without a full stop. Never clipped, if it is shorter than about 150 characters. */
  found: string;
  /** Joins `found` and `expected`: ", but should use". */
  connector?: string;
  /** The expected keys. Clipped to the room that `found` and `notes` leave. */
  expected?: readonly Expected[];
  /** Whole sentences. When there is not enough room, `expected` is shortened first; then the last sentences are dropped. */
  notes?: readonly string[];
}

/** What was decided, and why. */
export interface Finding {
  complianceType: Exclude<ComplianceType, "NOT_APPLICABLE">;
  explanation: Explanation;
}

/**
 * Composes the verdict on a finding. The reason comes first and stays whole. Long names are clipped, then fewer of them are named.
 *
 * @param remarks further sentences, the most important first
 */
export function annotate({ complianceType, explanation }: Finding, remarks: readonly string[] = []): Verdict {
  const notes = [...(explanation.notes ?? []), ...remarks];
  return {
    complianceType,
    annotation: clip(printable(longestThatFits({ ...explanation, notes })), annotationLimit),
  };
}

function longestThatFits(explanation: Explanation): string {
  const all = explanation.notes ?? [];
  // All layouts are tried before the last note is dropped.
  for (let kept = all.length; kept >= 0; kept -= 1) {
    for (const expected of layouts(explanation.expected ?? [])) {
      const text = [
        `${explanation.found}${explanation.connector ?? ""}${expected}.`,
        ...all.slice(0, kept),
      ].join(" ");
      if (text.length <= annotationLimit) {
        return text;
      }
    }
  }
  return `${explanation.found}.`;
}

/** The maximum lengths of a name, in the order in which they are tried. */
const nameLimits = [Infinity, 90, 60, 40, 24];

/** The ways to list the expected keys, best first: fewer names rather than clipped ones, and last one name alone. */
function layouts(expected: readonly Expected[]): string[] {
  const [first] = expected;
  if (first === undefined) {
    return [""];
  }
  const counts = expected.map((_, index) => expected.length - index);
  return [
    ...nameLimits.flatMap((limit) => counts.map((count) => list(expected, count, limit))),
    ` ${clip(first.name, 24)}`,
    ` ${clip(first.name, 16)}`,
  ];
}

function list(expected: readonly Expected[], count: number, limit: number): string {
  const names = expected
    .slice(0, count)
    .map(({ name, remark }) => `${clip(name, limit)}${remark === undefined ? "" : ` (${remark})`}`);
  const more = expected.length - count;
  return ` ${expected.length > 1 ? "one of: " : ""}${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

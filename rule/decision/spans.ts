import { clip } from "./text";
import { annotationLimit, notes, type Verdict } from "./verdict";

/**
 * Combines the verdicts on X-Ray's own setting and on the log group that stores its spans. COMPLIANT only if both are.
 * The annotation says which of the two failed.
 *
 * @param remarks sentences that are kept whole, even if the rest of the annotation must be cut
 */
export function withSpans(traces: Verdict, spans: Verdict, remarks: readonly string[] = []): Verdict {
  const passes = ({ complianceType }: Verdict) => complianceType === "COMPLIANT";
  const [said, other] = passes(traces) && !passes(spans) ? [spans, traces] : [traces, spans];
  const which = passes(traces)
    ? passes(spans)
      ? "Traces and spans (log group aws/spans) pass"
      : "Spans fail, traces pass"
    : passes(spans)
      ? "Traces fail, spans pass"
      : "Traces and spans (log group aws/spans) fail";
  const unread = other.annotation.includes(notes.keyStateUnreadable);
  const kept = [
    ...remarks,
    ...(unread ? [other === spans ? notes.spansKeyStateUnreadable : notes.keyStateUnreadable] : []),
  ].join(" ");
  const room = annotationLimit - (kept === "" ? 0 : kept.length + 1);
  return {
    complianceType: passes(traces) && passes(spans) ? "COMPLIANT" : "NON_COMPLIANT",
    annotation: `${clip(`${which}: ${said.annotation}`, room)}${kept === "" ? "" : ` ${kept}`}`,
  };
}

import { clip } from "./text";
import { annotationLimit, notes, type Verdict } from "./verdict";

/**
 * One verdict of two: X-Ray's own setting, and the log group where its spans go. COMPLIANT only if both are; the annotation
 * says which of the two failed.
 *
 * @param remarks sentences that the annotation shall carry whatever else is cut off
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

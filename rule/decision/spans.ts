import { clip } from "./text";
import { annotationLimit, type Verdict } from "./verdict";

/**
 * One verdict of two: X-Ray's own setting, and the log group where its spans go. COMPLIANT only if both are; the annotation
 * says which of the two failed.
 */
export function withSpans(traces: Verdict, spans: Verdict): Verdict {
  const passes = ({ complianceType }: Verdict) => complianceType === "COMPLIANT";
  const annotation = passes(traces)
    ? passes(spans)
      ? `${traces.annotation} So does log group aws/spans, where spans go.`
      : `Spans fail, traces pass: ${spans.annotation}`
    : passes(spans)
      ? `Traces fail, spans pass: ${traces.annotation}`
      : `Traces and spans (log group aws/spans) fail: ${traces.annotation}`;
  return {
    complianceType: passes(traces) && passes(spans) ? "COMPLIANT" : "NON_COMPLIANT",
    annotation: clip(annotation, annotationLimit),
  };
}

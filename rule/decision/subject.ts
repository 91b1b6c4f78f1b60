/** What is encrypted, in the words of an annotation. */
export interface Subject {
  /** Begins a sentence. */
  name: string;
  /** What happens when its key cannot be used. */
  stops: string;
}

export const xray: Subject = { name: "X-Ray", stops: "X-Ray stops storing traces" };

/** Where Transaction Search keeps spans (CloudWatch user guide, Transaction Search). */
export const spansLogGroup: Subject = {
  name: "Log group aws/spans",
  stops: "CloudWatch Logs stops storing spans",
};

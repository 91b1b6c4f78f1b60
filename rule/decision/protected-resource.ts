/** What is encrypted, in the words of an annotation. */
export interface ProtectedResource {
  /** Begins a sentence. */
  name: string;
  /** What happens when its key cannot be used. */
  onUnusableKey: string;
}

export const xray: ProtectedResource = { name: "X-Ray", onUnusableKey: "X-Ray stops storing traces" };

/** Where Transaction Search keeps spans (CloudWatch user guide, Transaction Search). */
export const spansLogGroup: ProtectedResource = {
  name: "Log group aws/spans",
  onUnusableKey: "CloudWatch Logs stops storing spans",
};

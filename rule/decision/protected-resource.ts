/** An encrypted resource, as an annotation names it. */
export interface ProtectedResource {
  /** The start of a sentence. */
  name: string;
  /** The consequence of an unusable key, as a clause. */
  onUnusableKey: string;
}

export const xray: ProtectedResource = { name: "X-Ray", onUnusableKey: "X-Ray stops storing traces" };

/** The log group where Transaction Search stores spans (CloudWatch user guide, Transaction Search). */
export const spansLogGroup: ProtectedResource = {
  name: "Log group aws/spans",
  onUnusableKey: "CloudWatch Logs stops storing spans",
};

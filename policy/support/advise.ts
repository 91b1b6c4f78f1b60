import type { EnforcementLevel, ReportViolation } from "@pulumi/policy";

/** The package takes an object too, which may have another level than its policy. Its types leave this out. */
type Report = (violation: { message: string; urn?: string; enforcementLevel: EnforcementLevel }) => void;

/**
 * Says something that stops no deployment, whatever the level of the policy.
 *
 * @param message whole, since the policy's description is not put before it
 */
export function advise(report: ReportViolation, message: string, urn?: string): void {
  (report as unknown as Report)({ message, enforcementLevel: "advisory", ...(urn !== undefined && { urn }) });
}

import type { PolicyComplianceFramework } from "@pulumi/policy";

/**
 * The control of AWS Security Hub that asks for some of what a policy asks for. To pass the one does not prove the other.
 *
 * @param specification the control's title, in AWS's words
 */
export function securityBestPractice(control: string, specification: string): PolicyComplianceFramework {
  return {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: control,
    specification,
  };
}

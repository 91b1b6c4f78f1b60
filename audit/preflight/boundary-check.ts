import { type Check, checker } from "./check";
import type { Graph } from "./graph";

/**
 * Whether the policy that bounds the stack's roles is one that IAM takes: of the roles' own account, or of AWS.
 *
 * @param accountId for which it is deployed
 */
export function checkBoundary({ registrations }: Graph, accountId: string): Check[] {
  const { fail } = checker(undefined, "permissions boundary");
  const boundaries = new Set(registrations.map(({ inputs }) => inputs["permissionsBoundary"]));
  return [...boundaries].flatMap((arn) => {
    const owner = typeof arn === "string" ? arn.split(":")[4] : undefined;
    if (owner === undefined || owner === "aws" || owner === accountId) return [];
    return [
      fail(
        `The policy ${String(arn)} is of account ${owner}, and roles of ${accountId} take one of their own account alone.`,
        `create it in ${accountId}, and set \`permissionsBoundary\` to that one`,
      ),
    ];
  });
}

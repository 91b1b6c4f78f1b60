import { paint, type Style } from "../cli/terminal";
import type { Review } from "./review";
import { exceptionParts, type Outcome, outcomeOf, partsOf, verdictOf } from "./summary";

export interface PrintOptions {
  /** Whether to use color. Color is never the only sign. */
  color: boolean;
}

const styles: Record<Outcome, [Style, string]> = {
  passed: ["green", "passed"],
  failed: ["red", "FAILED"],
  warned: ["yellow", "warned"],
  off: ["dim", "off   "],
};

/**
 * Formats a review as text: each policy with its result, each violation with its cure, the exceptions, and the totals.
 *
 * @returns lines without a trailing line break
 */
export function printReview(review: Review, { color }: PrintOptions): string {
  const { pack, violations, exceptions } = review;
  return [
    `Review of stack ${review.stack}: ${review.resources} resources, pack ${pack.name} ${pack.version}`,
    "",
    ...review.policies.map((policy) => {
      const [style, word] = styles[outcomeOf(policy, review)];
      return `  ${paint(color, style, word)}  ${policy.name}`;
    }),
    ...violations.flatMap((violation) => {
      const { enforcementLevel, severity, policy, urn, message, excepted } = violation;
      const isMandatory = enforcementLevel === "mandatory";
      return [
        "",
        paint(color, isMandatory ? "red" : "yellow", `${enforcementLevel}, ${severity}: ${policy}`),
        ...(urn === undefined ? [] : [`  ${partsOf(urn).name} (${partsOf(urn).type})`]),
        // Lines: the policy's description, the violation, and what excuses it.
        ...message.split("\n").map((line) => `  ${line}`),
        ...(violation.unknown || excepted ? [] : [`  How to fix: ${violation.remediationSteps}`]),
      ];
    }),
    ...(exceptions.length === 0 ? [] : ["", "Exceptions:"]),
    ...exceptions
      .map(exceptionParts)
      .map(
        ({ policy, resource, stack, until, reason, excused }) =>
          `  ${policy} at ${resource}${stack && ` in the stack ${stack}`} until ${until}: ${reason} (${excused})`,
      ),
    "",
    paint(color, review.passed ? "green" : "red", verdictOf(review)),
  ].join("\n");
}

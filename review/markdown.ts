import { code, table } from "../cli/markdown";
import type { Review, Violation } from "./review";
import { exceptionParts, outcomeOf, partsOf, verdictOf } from "./summary";

/**
 * Formats a review for a pull request: the outcome, the policies, each violation with its cure, and the exceptions.
 *
 * Whatever comes from the program, the pack or its configuration is code, in which Markdown means nothing.
 */
export function markdownReview(review: Review): string {
  const { pack, policies, violations, exceptions } = review;
  return `${[
    `## ${verdictOf(review)}`,
    `Stack ${code(review.stack)}, ${review.resources} resources, pack ${code(`${pack.name} ${pack.version}`)}.`,
    table(
      ["result", "policy", "severity", "level", "violations"],
      policies.map((policy) => [
        outcomeOf(policy, review),
        code(policy.name),
        policy.severity,
        policy.enforcementLevel,
        String(policy.violations),
      ]),
    ),
    ...(violations.length === 0 ? [] : ["### Violations", violations.map(violationItem).join("\n")]),
    ...(exceptions.length === 0 ? [] : ["### Exceptions"]),
    exceptions
      .map(exceptionParts)
      .map(
        ({ policy, resource, stack, until, reason, excused }) =>
          `- ${code(policy)} at ${code(resource)}${stack && ` in the stack ${code(stack)}`} until ${code(until)}: ${code(reason)} (${excused})`,
      )
      .join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

function violationItem(violation: Violation): string {
  const { policy, enforcementLevel, severity, urn, message, unknown, excepted, remediationSteps } = violation;
  const { name, type } = partsOf(urn ?? "");
  return [
    `- ${enforcementLevel}, ${severity}: ${code(policy)}${urn === undefined ? "" : ` at ${code(name)} (${code(type)})`}`,
    ...message.split("\n").map((line) => `  - ${code(line)}`),
    ...(unknown || excepted ? [] : [`  - How to fix: ${code(remediationSteps)}`]),
  ].join("\n");
}

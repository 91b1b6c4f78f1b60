import { styleText } from "node:util";
import type { Review, ReviewedPolicy } from "./review";

export interface PrintOptions {
  /** Whether to use color. Color is never the only sign. */
  color: boolean;
}

type Style = Parameters<typeof styleText>[0];

/**
 * Formats a review as text: each policy with its result, each violation with its cure, and the totals.
 *
 * @returns lines without a trailing line break
 */
export function printReview(review: Review, { color }: PrintOptions): string {
  const paint = (style: Style, text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const { pack, violations } = review;
  const mandatory = violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory").length;
  return [
    `Review of stack ${review.stack}: ${review.resources} resources, pack ${pack.name} ${pack.version}`,
    "",
    ...review.policies.map((policy) => `  ${paint(...outcome(policy, review))}  ${policy.name}`),
    ...violations.flatMap((violation) => {
      const head = `${violation.enforcementLevel}, ${violation.severity}: ${violation.policy}`;
      return [
        "",
        paint(violation.enforcementLevel === "mandatory" ? "red" : "yellow", head),
        ...(violation.urn === undefined ? [] : [`  ${resourceName(violation.urn)}`]),
        // Two lines: the policy's description, and the violation.
        ...violation.message.split("\n").map((line) => `  ${line}`),
        ...(violation.unknown ? [] : [`  How to fix: ${violation.remediationSteps}`]),
      ];
    }),
    "",
    paint(
      review.passed ? "green" : "red",
      `${review.passed ? "Passed" : "Failed"}: ${mandatory} mandatory and ${violations.length - mandatory} advisory violations.`,
    ),
  ].join("\n");
}

function outcome({ name, enforcementLevel, violations }: ReviewedPolicy, review: Review): [Style, string] {
  if (enforcementLevel === "disabled") return ["dim", "off   "];
  if (violations === 0) return ["green", "passed"];
  const stops = review.violations.some((one) => one.policy === name && one.enforcementLevel === "mandatory");
  return stops ? ["red", "FAILED"] : ["yellow", "warned"];
}

function resourceName(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${name} (${types.split("$").at(-1) ?? ""})`;
}

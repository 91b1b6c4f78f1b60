import { styleText } from "node:util";
import type { Review, ReviewedPolicy } from "./review";

export interface PrintOptions {
  /** Whether to colour; colour is never the only sign. */
  color: boolean;
}

type Style = Parameters<typeof styleText>[0];

/**
 * A review as people read it: each policy with how it came out, each violation with its cure, and the sum.
 *
 * @returns lines that end without a newline
 */
export function printReview(review: Review, { color }: PrintOptions): string {
  const paint = (style: Style, text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const { pack, violations } = review;
  const mandatory = violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory").length;
  return [
    `Review of stack ${review.stack}: ${review.resources} resources with their components, policy pack ${pack.name} ${pack.version}`,
    "",
    ...review.policies.map((policy) => `  ${paint(...outcome(policy, review))}  ${policy.name}`),
    ...violations.flatMap((violation) => {
      const head = `${violation.enforcementLevel}, ${violation.severity}: ${violation.policy}`;
      return [
        "",
        paint(violation.enforcementLevel === "mandatory" ? "red" : "yellow", head),
        ...(violation.urn === undefined ? [] : [`  ${resourceName(violation.urn)}`]),
        // Two lines: what the policy holds, and what is wrong here.
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

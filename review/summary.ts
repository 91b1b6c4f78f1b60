import type { Review, ReviewedException, ReviewedPolicy } from "./review";

/** How a policy came out. */
export type Outcome = "passed" | "failed" | "warned" | "off";

export function outcomeOf({ name, enforcementLevel, violations }: ReviewedPolicy, review: Review): Outcome {
  if (enforcementLevel === "disabled") return "off";
  if (violations === 0) return "passed";
  const stops = review.violations.some((one) => one.policy === name && one.enforcementLevel === "mandatory");
  return stops ? "failed" : "warned";
}

/** `Failed: 1 mandatory and 2 advisory violations, 1 of them excepted.` */
export function verdictOf({ passed, violations }: Review): string {
  const mandatory = violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory").length;
  const excepted = violations.filter((violation) => violation.excepted).length;
  return `${passed ? "Passed" : "Failed"}: ${mandatory} mandatory and ${violations.length - mandatory} advisory violations${excepted === 0 ? "" : `, ${excepted} of them excepted`}.`;
}

/** Name and type of a resource. */
export function partsOf(urn: string): { name: string; type: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { name: name.join("::"), type: types.split("$").at(-1) ?? "" };
}

/** An exception in words. What it lacks is a violation, and is left out here. */
export function exceptionParts(exception: ReviewedException): {
  policy: string;
  resource: string;
  stack: string;
  until: string;
  reason: string;
  excused: string;
} {
  const {
    policy = "no policy",
    resource = "no resource",
    stack,
    until = "no day",
    reason = "no reason",
  } = exception;
  const { excused } = exception;
  return {
    policy,
    resource,
    stack: stack ?? "",
    until,
    reason,
    excused: excused === 1 ? "excuses 1 violation" : `excuses ${excused === 0 ? "no" : excused} violations`,
  };
}

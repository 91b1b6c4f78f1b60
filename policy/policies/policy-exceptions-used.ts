import type { StackValidationPolicy } from "@pulumi/policy";
import { closest } from "fastest-levenshtein";
import { isForStack, nameOf, stackName } from "../exceptions/exception";
import type { Exceptions } from "../exceptions/exceptions";
import { advise } from "../support/advise";

const description =
  "Each exception from a policy excuses a violation of this stack, or is for another stack.";

/**
 * An exception that excuses nothing would excuse the next mistake.
 *
 * Lists the exceptions that excused nothing. It stands behind the policies that may be excepted.
 */
export function policyExceptionsUsed(exceptions: Exceptions): StackValidationPolicy {
  return {
    name: "policy-exceptions-used",
    displayName: "An exception excuses something",
    tags: ["exceptions"],
    description,
    severity: "medium",
    remediationSteps:
      "Of an exception that excuses nothing: correct its policy and resource, or remove it from the policy pack's configuration.",
    validateStack: ({ resources }, reportViolation) => {
      const stack = stackName(resources[0]?.urn ?? "");
      const names = resources.map(({ name }) => name);
      for (const { exception, isOpen } of exceptions.unused()) {
        const { resource } = exception;
        const listed = `The exception of ${nameOf(exception)}, until ${exception.until} (${exception.reason}),`;
        if (!isForStack(exception, stack)) {
          advise(reportViolation, `${description}\n${listed} is for another stack.`);
        } else if (isOpen) {
          advise(
            reportViolation,
            `${description}\n${listed} cannot be judged yet: its policy met a value that is not known.`,
          );
        } else if (names.includes(resource) || resources.some(({ urn }) => urn === resource)) {
          reportViolation(`${listed} excuses no violation: remove it.`);
        } else {
          reportViolation(
            `${listed} names no resource of this stack: did you mean ${closest(resource, names)}?`,
          );
        }
      }
      exceptions.forget();
    },
  };
}

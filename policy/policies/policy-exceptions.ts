import type { ResourceValidationPolicy } from "@pulumi/policy";
import { type Exception, nameOf, problemOf } from "../exceptions/exception";
import type { Exceptions } from "../exceptions/exceptions";
import { configurable } from "../support/config";

const config = configurable<{ exceptions: Partial<Exception>[] }>({
  exceptions: {
    type: "array",
    description:
      "What may break a policy until a day, each with policy, resource, reason and until, and with stack if it is for one stack only.",
    default: [],
    items: {
      type: "object",
      properties: Object.fromEntries(
        ["policy", "resource", "stack", "reason", "until"].map((name) => [name, { type: "string" }]),
      ),
      additionalProperties: false,
    },
  },
});

/**
 * An exception without an end is a policy that is switched off.
 *
 * Reads the exceptions, and reports those that do not apply. It stands before the policies that may be excepted.
 *
 * @param policies the names of those
 */
export function policyExceptions(
  policies: readonly string[],
  exceptions: Exceptions,
): ResourceValidationPolicy {
  const problem = (exception: Partial<Exception>) =>
    problemOf(exception, policies, new Date().toISOString().slice(0, 10));
  return {
    name: "policy-exceptions",
    displayName: "An exception has a reason and an end",
    tags: ["exceptions"],
    description: "Each exception from a policy names one resource, a reason, and an end that has not come.",
    severity: "high",
    remediationSteps:
      "Correct the resource and remove the exception from the policy pack's configuration; or give it what it lacks, and have it reviewed.",
    configSchema: config.schema,
    validateResource: (args, reportViolation) => {
      const configured = config.read(args).exceptions;
      exceptions.take(configured, (one): one is Exception => problem(one) === undefined);
      // Once a stack: the stack itself is its first resource.
      if (args.type !== "pulumi:pulumi:Stack") return;
      configured.forEach((exception, index) => {
        const found = problem(exception);
        if (found !== undefined)
          reportViolation(`Exception ${index + 1}${titled(exception)} excuses nothing. ${found}`);
      });
    },
  };
}

/** An exception's name in parentheses, if it has what makes it up. */
function titled({ policy = "", resource = "", ...rest }: Partial<Exception>): string {
  return policy === "" || resource === ""
    ? ""
    : ` (${nameOf({ reason: "", until: "", ...rest, policy, resource })})`;
}

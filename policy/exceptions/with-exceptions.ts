import type { Policies, ReportViolation, ResourceValidation, StackValidation } from "@pulumi/policy";
import { UnknownValueError } from "../support/unknown-values";
import { advise } from "../support/advise";
import type { Exceptions } from "./exceptions";

type Policy = Policies[number];
type Validation = (report: ReportViolation) => void | Promise<void>;

/** The same policies, but a violation for which there is an exception only warns, and says why. */
export function withExceptions(policies: Policies, exceptions: Exceptions): Policies {
  return policies.map((policy) => {
    if ("validateStack" in policy) {
      const validateStack: StackValidation = (args, report) =>
        excusing(policy, undefined, exceptions, report, (excused) => policy.validateStack(args, excused));
      return { ...policy, validateStack };
    }
    const validateResource = [policy.validateResource ?? []].flat().map(
      (validate): ResourceValidation =>
        (args, report) =>
          excusing(policy, args.urn, exceptions, report, (excused) => validate(args, excused)),
    );
    return { ...policy, validateResource };
  });
}

async function excusing(
  policy: Policy,
  resource: string | undefined,
  exceptions: Exceptions,
  report: ReportViolation,
  validate: Validation,
): Promise<void> {
  try {
    await validate((message, urn = resource) => {
      const exception = urn === undefined ? undefined : exceptions.excuse(policy.name, urn);
      if (exception === undefined) report(message, urn);
      else {
        const until = `Excepted until ${exception.until}: ${exception.reason}`;
        advise(report, `${policy.description}\n${message}\n${until}`, urn);
      }
    });
  } catch (error) {
    if (error instanceof UnknownValueError) exceptions.leaveOpen(policy.name, resource);
    throw error;
  }
}

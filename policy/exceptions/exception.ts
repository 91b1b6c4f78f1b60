import { closest } from "fastest-levenshtein";

/** Lets one policy be broken at one resource, until a day. */
export interface Exception {
  policy: string;
  /** A logical name, or a URN, which names its stack too. */
  resource: string;
  /** The one stack that it is for; all of them if left out. */
  stack?: string;
  reason: string;
  /** The last day, in UTC: `2027-01-31`. */
  until: string;
}

/** `topic-policy-bound at alerts` */
export function nameOf({ policy, resource, stack }: Exception): string {
  return `${policy} at ${resource}${stack === undefined ? "" : ` in the stack ${stack}`}`;
}

/**
 * Why an exception excuses nothing.
 *
 * @param policies the names of those that may be excepted
 * @param today as `until` is written
 * @returns whole sentences; undefined if it applies
 */
export function problemOf(
  exception: Partial<Exception>,
  policies: readonly string[],
  today: string,
): string | undefined {
  const { policy, resource, reason, until } = exception;
  if (policy === undefined || !policies.includes(policy)) {
    return policy === undefined
      ? `It names no policy: expected one of ${policies.join(", ")}.`
      : `There is no policy ${policy} to except: did you mean ${closest(policy, [...policies])}?`;
  }
  if (resource === undefined || resource.trim() === "" || resource.includes("*")) {
    return `It names ${resource?.trim() ? `the resource ${resource}` : "no resource"}: expected one resource, by logical name or URN, without wildcards.`;
  }
  if (reason === undefined || reason.trim() === "") return "It has no reason: say why this may be so.";
  if (until === undefined || !isDay(until)) {
    return `It ends ${until === undefined ? "never" : `on ${until}, which is no day`}: set until to its last day, as YYYY-MM-DD.`;
  }
  if (until < today) return `It ended on ${until}: correct the resource, or have the exception renewed.`;
  return undefined;
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.valueOf()) && date.toISOString().slice(0, 10) === text;
}

/** Whether an exception is for a policy at a resource. */
export function covers(exception: Exception, policy: string, urn: string): boolean {
  return (
    exception.policy === policy &&
    [urn, resourceName(urn)].includes(exception.resource) &&
    isForStack(exception, stackName(urn))
  );
}

export function isForStack({ stack, resource }: Exception, name: string): boolean {
  const isUrn = resource.startsWith("urn:pulumi:");
  return [stack, isUrn ? stackName(resource) : undefined].every((one) => one === undefined || one === name);
}

/** The stack in `urn:pulumi:stack::project::parent$type::name`. */
export function stackName(urn: string): string {
  return urn.slice("urn:pulumi:".length).split("::")[0] ?? "";
}

/** The logical name, which may have any character. */
export function resourceName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

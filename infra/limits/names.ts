import * as pulumi from "@pulumi/pulumi";
import type { PlainSettings } from "../settings/plain-settings";

/** Pulumi adds a hyphen and seven hexadecimal digits to a logical name. */
const added = "-0000000".length;

/** A resource whose name comes near AWS's limit. What has more room for the same name, or a shorter one, is left out. */
interface Named {
  what: string;
  /** The most characters that AWS takes. Source: each service's API reference. */
  most: number;
  /** What follows the guard's name. */
  suffix: string;
}

/**
 * Checks that the names of all resources fit.
 *
 * @param name the guard's, which begins them all
 * @throws RunError with the name that is too long, and how many characters the guard's may have
 */
export function checkNames(name: string, settings: PlainSettings): void {
  const over = ({ most, suffix }: Named) => name.length + suffix.length + added - most;
  const [worst] = namesOf(settings).sort((one, other) => over(other) - over(one));
  if (worst === undefined || over(worst) <= 0) return;
  const { what, most, suffix } = worst;
  throw new pulumi.RunError(
    `The guard's name, ${name}, is too long: ${what} ${name}${suffix} would have ${most + over(worst)} characters with the ${added} that Pulumi adds, and AWS takes ${most}; shorten the guard's name from ${name.length} to at most ${name.length - over(worst)}.`,
  );
}

function namesOf({ regions, trigger, recorder, historyBucket, enforcement, trail }: PlainSettings): Named[] {
  const bucket = (suffix: string): Named => ({ what: "bucket", most: 63, suffix });
  return [
    ...(recorder === "create" && historyBucket === "" ? [bucket("-history")] : []),
    ...(trail === "create" ? [bucket("-trail")] : []),
    ...(enforcement === "remediate" ? [{ what: "role", most: 64, suffix: "-remediation" }] : []),
    ...regions.flatMap((region) => [
      { what: "Lambda function", most: 64, suffix: `-${region}-evaluator` },
      // With this trigger alone EventBridge tells of recorded changes.
      ...(trigger === "periodic"
        ? [{ what: "EventBridge rule", most: 64, suffix: `-${region}-notifier-change` }]
        : []),
    ]),
  ];
}

import * as pulumi from "@pulumi/pulumi";
import type { PlainSettings } from "../settings/plain-settings";

/** Pulumi adds a hyphen and seven hexadecimal digits to a logical name. */
const added = "-0000000".length;

/** The most characters of a Lambda function's and of an EventBridge rule's name (`CreateFunction`, `PutRule`). */
const most = 64;

/**
 * Checks that the names of all resources fit. What has more room for the same name, or a shorter one, fits where these do.
 *
 * @param name the guard's, which begins them all
 * @throws RunError with the name that is too long, and how many characters the guard's may have
 */
export function checkNames(name: string, { regions, trigger }: PlainSettings): void {
  // With this trigger alone EventBridge tells of recorded changes.
  const [what, suffix] =
    trigger === "periodic" ? ["EventBridge rule", "-notifier-change"] : ["Lambda function", "-evaluator"];
  const longest = Math.max(...regions.map((region) => region.length));
  const region = regions.find(({ length }) => length === longest);
  const made = `${name}-${region}${suffix}`;
  const over = made.length + added - most;
  if (over <= 0) return;
  throw new pulumi.RunError(
    `The guard's name, ${name}, is too long: ${what} ${made} would have ${most + over} characters with the ${added} that Pulumi adds, and AWS takes ${most}; shorten the guard's name from ${name.length} to at most ${name.length - over}.`,
  );
}

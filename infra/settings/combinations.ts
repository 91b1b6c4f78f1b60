import * as pulumi from "@pulumi/pulumi";
import type { Desired } from "./desired-key";
import type { PlainArgs } from "./guard-args";
import { mostRegions } from "./regions";
import { StackConfigError } from "./stack-config-error";

/**
 * Checks what settings may not say together.
 *
 * @throws StackConfigError
 */
export function checkCombinations(settings: Required<PlainArgs>): void {
  checkSchedule(settings);
  checkHistoryBucket(settings);
  checkRegionCount(settings);
  if (settings.enforcement === "remediate" && settings.transactionSearch === "judge") {
    throw new StackConfigError(
      "transactionSearch",
      "judge",
      "the runbook sets only X-Ray's key, and would run in vain where only the key of the spans' log group is wrong; set it to note, or enforcement to detect.",
    );
  }
}

function checkSchedule(settings: Required<PlainArgs>): void {
  if (settings.trigger !== "change") return;
  if (settings.frequency !== "") {
    throw new StackConfigError(
      "frequency",
      settings.frequency,
      "a rule with trigger change has no schedule; remove frequency, or set trigger to both.",
    );
  }
  // alarmOnRecorder is true by default, and nobody can tell whether somebody said so: a warning says that nothing looks.
  if (settings.fastDetection) {
    throw new StackConfigError(
      "fastDetection",
      true,
      "it needs scheduled runs, and a rule with trigger change has none; set trigger to both.",
    );
  }
}

function checkHistoryBucket({
  historyBucket,
  recorder,
  forceDestroyBucket,
  trail,
}: Required<PlainArgs>): void {
  if (historyBucket === "") return;
  if (recorder === "existing") {
    throw new StackConfigError(
      "historyBucket",
      historyBucket,
      "with recorder existing this stack delivers nothing; remove historyBucket, or set recorder to create.",
    );
  }
  if (forceDestroyBucket && trail === "none") {
    throw new StackConfigError(
      "forceDestroyBucket",
      true,
      "with historyBucket this stack makes no bucket that it could delete; remove forceDestroyBucket.",
    );
  }
}

function checkRegionCount({ regions, fastDetection }: Required<PlainArgs>): void {
  const most = fastDetection ? mostRegions.fastDetection : mostRegions.plain;
  if (regions.length > most) {
    throw new pulumi.RunError(
      `regions has ${regions.length} Regions: a guard takes ${most}${fastDetection ? " with fastDetection" : ""}, because their policies must fit on the roles that they share. Guard the others with a second stack.`,
    );
  }
}

/**
 * Checks that `enforcement` has one value to set. The default encryption can be applied, but AWS has no runbook that sets it.
 *
 * @throws StackConfigError
 */
export function checkEnforcement(
  enforcement: Required<PlainArgs>["enforcement"],
  region: string,
  { desiredKey, encryption }: Desired,
): void {
  if (enforcement === "detect" || encryption.kind === "keys") return;
  if (enforcement === "apply" && encryption.kind === "none") return;
  throw new StackConfigError(
    "enforcement",
    enforcement,
    `what to set in ${region} must be one definite key${enforcement === "apply" ? ", or none" : ""}, and desiredKey is ${desiredKey} there; name a key, or set enforcement to detect.`,
  );
}

import { notRecordedIn, regionSources, regionSupport } from "../../rule/decision/region-support";
import type { PlainArgs } from "./guard-args";
import { StackConfigError } from "./stack-config-error";

type Args = Pick<Required<PlainArgs>, "trigger" | "enforcement" | "supportedRegions">;

/**
 * The Regions in which AWS Config records the setting: by the table, or because the stack's owner says so.
 */
export function recordedRegions(
  regions: readonly string[],
  supportedRegions: readonly string[],
): readonly string[] {
  return regions.filter(
    (region) => regionSupport(region).records === "yes" || supportedRegions.includes(region),
  );
}

/**
 * Refuses what does not exist in a Region. What is not known is treated as if it did not exist.
 *
 * @throws StackConfigError
 */
export function checkRegionSupport(
  { trigger, enforcement, supportedRegions }: Args,
  regions: string[],
): void {
  const otherwise = (region: string) =>
    `As of ${regionSources.date}; name ${region} under supportedRegions if AWS has changed it since`;
  const recorded = recordedRegions(regions, supportedRegions);
  const unrecorded = regions.find((region) => !recorded.includes(region));
  if (trigger === "change" && unrecorded !== undefined) {
    throw new StackConfigError(
      "trigger",
      trigger,
      `${notRecordedIn(unrecorded)}, so nothing would ever be judged there; did you mean both? ${otherwise(unrecorded)}.`,
    );
  }
  if (enforcement !== "remediate") return;
  const without = regions.find(
    (region) => regionSupport(region).remediates !== "yes" && !supportedRegions.includes(region),
  );
  if (without === undefined) return;
  const why =
    regionSupport(without).remediates === "no"
      ? `AWS Config runs no remediation in ${without}`
      : `whether AWS Config runs remediation in ${without} is not known`;
  throw new StackConfigError(
    "enforcement",
    enforcement,
    `${why}; set it to detect, or to apply. ${otherwise(without)}.`,
  );
}

import type { RecordingStrategyType } from "@aws-sdk/client-config-service";
import { AwsError } from "../../account/aws-error";

/** Which resource types a recorder records. */
export interface RecordingGroup {
  allSupported?: boolean;
  includeGlobalResourceTypes?: boolean;
  resourceTypes?: string[];
  exclusionByResourceTypes?: string[];
  strategy?: string;
}

/** Whether a recorder with this group records a type. */
export function records(group: RecordingGroup, resourceType: string): boolean {
  if (group.strategy === "EXCLUSION_BY_RESOURCE_TYPES") {
    return !(group.exclusionByResourceTypes ?? []).includes(resourceType);
  }
  return group.allSupported === true || (group.resourceTypes ?? []).includes(resourceType);
}

/** The strategy that AWS Config reports, also for a recorder that was created without one. */
export function strategyOf(group: RecordingGroup): RecordingStrategyType {
  if (group.strategy === "EXCLUSION_BY_RESOURCE_TYPES") return group.strategy;
  return group.allSupported === true ? "ALL_SUPPORTED_RESOURCE_TYPES" : "INCLUSION_BY_RESOURCE_TYPES";
}

/** @throws AwsError `InvalidRecordingGroupException` */
export function checkRecordingGroup(group: RecordingGroup): void {
  const listed = (group.resourceTypes ?? []).length > 0;
  const excluded = (group.exclusionByResourceTypes ?? []).length > 0;
  const invalid = (why: string): AwsError =>
    new AwsError("InvalidRecordingGroupException", `The recording group provided is not valid: ${why}.`);
  if (listed && group.allSupported === true)
    throw invalid("resource types are listed together with allSupported");
  if (listed && group.strategy !== "INCLUSION_BY_RESOURCE_TYPES") {
    throw invalid("a list of resource types needs the strategy INCLUSION_BY_RESOURCE_TYPES");
  }
  if (!listed && group.strategy === "INCLUSION_BY_RESOURCE_TYPES")
    throw invalid("the strategy needs a list of resource types");
  if (excluded && group.strategy !== "EXCLUSION_BY_RESOURCE_TYPES") {
    throw invalid("a list of excluded resource types needs the strategy EXCLUSION_BY_RESOURCE_TYPES");
  }
  if (!listed && !excluded && group.allSupported !== true) throw invalid("it records nothing");
}

/**
 * The part of a recorder's description that decides what it records (AWS Config API reference, `RecordingGroup` and
 * `ConfigurationRecorderStatus`).
 */
export interface RecorderState {
  running: boolean;
  /** When it was started last; undefined where AWS Config does not say. */
  startedAt?: Date | undefined;
  /** Whether it belongs to an AWS service, which AWS Config calls service-linked. */
  isManagedByService?: boolean;
  allSupported: boolean;
  /** `ALL_SUPPORTED_RESOURCE_TYPES`, `INCLUSION_BY_RESOURCE_TYPES`, `EXCLUSION_BY_RESOURCE_TYPES`; old recorders have none. */
  strategy: string | undefined;
  included: readonly string[];
  excluded: readonly string[];
}

/**
 * Explains in a sentence why AWS Config does not record a resource type. Undefined when it does.
 *
 * @param recorders the Region's recorders: at most one that the customer manages, and any that AWS services manage
 */
export function recordingProblem(recorders: readonly RecorderState[], type: string): string | undefined {
  if (recorders.length === 0) {
    return "AWS Config has no recorder here.";
  }
  const recording = recorders.filter((recorder) => records(recorder, type));
  if (recording.length === 0) {
    return "AWS Config's recorder does not record this type.";
  }
  return recording.some(({ running }) => running) ? undefined : "AWS Config's recorder is stopped.";
}

/**
 * Whether a recorder's group covers a resource type, running or not.
 *
 * The strategy decides. `ALL_SUPPORTED_RESOURCE_TYPES` goes with `allSupported: true` (API reference, `RecordingGroup`),
 * so a group with that strategy alone counts as one of all types.
 */
export function records(
  {
    allSupported,
    strategy,
    included,
    excluded,
  }: Omit<RecorderState, "running" | "startedAt" | "isManagedByService">,
  type: string,
): boolean {
  switch (strategy) {
    case "EXCLUSION_BY_RESOURCE_TYPES":
      return !excluded.includes(type);
    case "ALL_SUPPORTED_RESOURCE_TYPES":
      return true;
    default:
      return allSupported || included.includes(type);
  }
}

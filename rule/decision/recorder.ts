/** A recorder as AWS Config describes it (API reference, `RecordingGroup`, `ConfigurationRecorderStatus`), with what matters here. */
export interface RecorderState {
  running: boolean;
  allSupported: boolean;
  /** `ALL_SUPPORTED_RESOURCE_TYPES`, `INCLUSION_BY_RESOURCE_TYPES`, `EXCLUSION_BY_RESOURCE_TYPES`, or nothing on old recorders. */
  strategy: string | undefined;
  included: readonly string[];
  excluded: readonly string[];
}

/**
 * Why AWS Config records no change of a resource type, as a sentence; undefined when it does.
 *
 * @param recorders the Region's recorders; AWS allows one of the account's own, and services may add theirs
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

function records({ allSupported, strategy, included, excluded }: RecorderState, type: string): boolean {
  switch (strategy) {
    case "EXCLUSION_BY_RESOURCE_TYPES":
      return !excluded.includes(type);
    case "ALL_SUPPORTED_RESOURCE_TYPES":
      return true;
    default:
      return allSupported || included.includes(type);
  }
}

/** One thing that was done and the time in which its consequences fell, in all Regions. ISO 8601. */
export interface StepResult {
  from: string;
  /** When the next thing is done; what falls on it belongs to the next result. */
  to: string;
  /** By Region; where nothing was done the Region is missing. */
  regions: Record<string, RegionResult>;
}

/** What was done in one Region. */
export interface RegionResult {
  title: string;
  /** Expectations that were met, as clauses. What was not met is among the run's problems. */
  met: string[];
}

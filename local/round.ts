/** One thing that was done and the time in which its consequences fell, in all Regions. ISO 8601. */
export interface Round {
  from: string;
  /** When the next thing is done; what falls on it belongs to the next round. */
  to: string;
  /** By Region; where nothing was done the Region is missing. */
  regions: Record<string, Happening>;
}

/** What was done in one Region. */
export interface Happening {
  title: string;
  /** What a reader may wonder about, as a sentence. */
  note?: string;
  /** Expectations that were met, as clauses. What was not met is among the run's problems. */
  met: string[];
}

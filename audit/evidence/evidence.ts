import type { SettingItem, Sources, Span } from "./sources";
import { settingTrack, type SettingChange, type SettingPeriod } from "./setting-track";
import { nonComplianceOf, type NonCompliance, verdictPeriods, type VerdictPeriod } from "./verdict-track";

/**
 * Two tracks of one Region, against one clock: what the setting was, and what the rule said. Nothing in one is derived from
 * the other, and nothing is joined because it happened at about the same time.
 */
export interface Evidence {
  span: Span;
  changes: SettingChange[];
  settings: SettingPeriod[];
  verdicts: VerdictPeriod[];
  nonCompliance: NonCompliance;
  /** What AWS Config recorded although no call explains it. */
  unexplained: SettingItem[];
}

/** What the sources prove of a time. */
export function evidenceOf(sources: Sources, span: Span): Evidence {
  const { changes, periods, unexplained } = settingTrack(sources, span.to);
  const verdicts = verdictPeriods(sources.reports, sources.recorderStops, span);
  return {
    span,
    changes,
    settings: periods,
    verdicts,
    nonCompliance: nonComplianceOf(verdicts),
    unexplained,
  };
}

/** The verdicts that stood at some time while the setting was one thing. */
export function saidDuring(setting: Span, verdicts: readonly VerdictPeriod[]): VerdictPeriod[] {
  return verdicts.filter(({ from, to }) => from < setting.to && to > setting.from);
}

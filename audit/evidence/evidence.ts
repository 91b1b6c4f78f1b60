import { entriesOf, type TimelineEntry, type Tracks } from "./entries";
import { gapsOf } from "./gaps";
import { countWhile } from "./in-order";
import type { Sources, Span } from "./sources";
import { settingTrack, type SettingChange, type SettingPeriod } from "./setting-track";
import { nonComplianceOf, type NonCompliance, verdictPeriods, type VerdictPeriod } from "./verdict-track";

/**
 * Two tracks of one Region, against one clock: what the setting was, and what the rule said. Nothing in one is derived from
 * the other, and nothing is joined because it happened at about the same time.
 */
export interface Evidence extends Tracks {
  settings: SettingPeriod[];
  nonCompliance: NonCompliance;
  /** All of it as one list, in order of time. */
  entries: TimelineEntry[];
}

/** What the sources prove of a time. */
export function evidenceOf(sources: Sources, span: Span): Evidence {
  const track = settingTrack(sources, span.to);
  const { changes, periods, unexplained } = track;
  const verdicts = verdictPeriods(sources.reports, sources.recorderStops, span);
  const gaps = gapsOf(sources, span, track, verdicts);
  const tracks: Tracks = { span, changes, verdicts, unexplained, gaps };
  return {
    ...tracks,
    settings: periods,
    nonCompliance: nonComplianceOf(verdicts),
    entries: entriesOf(tracks),
  };
}

/**
 * The changes of the setting in the evidence's time, those that certainly are. Where the record begins is none: nothing says
 * that it was something else before.
 */
export function changesIn({ changes, span }: Evidence): SettingChange[] {
  return changes.filter(({ at, isCertain }) => isCertain && at >= span.from && at <= span.to);
}

/** The verdicts, in order of time, that stood at some time while the setting was one thing. */
export function saidDuring(setting: Span, verdicts: readonly VerdictPeriod[]): VerdictPeriod[] {
  return verdicts.slice(
    countWhile(verdicts, ({ to }) => to <= setting.from),
    countWhile(verdicts, ({ from }) => from < setting.to),
  );
}

import { between, countUpTo, lastUpTo } from "./in-order";
import type { SettingPeriod, SettingTrack } from "./setting-track";
import { recordingLag, type SettingItem, type Sources, type Span } from "./sources";
import type { VerdictPeriod } from "./verdict-track";

/** A time of which the sources do not say everything. */
export interface Gap extends Span {
  /** What is not known of it. */
  of: "setting" | "verdict" | "calls";
  /** A clause. */
  why: string;
}

const notDelivered = "CloudTrail may not have delivered every call of this time yet";

/** What is not known of a time, in order of time. */
export function gapsOf(
  sources: Sources,
  span: Span,
  { periods, unexplained }: SettingTrack,
  verdicts: readonly VerdictPeriod[],
): Gap[] {
  const gaps = [
    ...settingGaps(sources, span, periods, unexplained),
    ...verdicts
      .filter(({ complianceType }) => complianceType === undefined)
      .map(({ from, to, why }): Gap => ({ of: "verdict", from, to, why: why ?? "none was recorded" })),
    ...callGaps(sources, span),
  ];
  return gaps
    .flatMap((gap) => overlap(gap, span).map((part) => ({ ...gap, ...part })))
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

function settingGaps(
  sources: Sources,
  span: Span,
  settings: readonly SettingPeriod[],
  unexplained: readonly SettingItem[],
): Gap[] {
  const { items, recorderStops, notRecordedNow } = sources;
  // An item that says the setting is gone is why nothing is known from then on, not of the time before.
  const turns = items.filter(({ setting }) => setting === undefined);
  const between = uncovered(span, settings)
    .flatMap((gap) => cut(gap, turns))
    .map((gap): Gap => {
      const gone = lastUpTo(turns, gap.from.getTime());
      const doubt = unexplained[countUpTo(unexplained, gap.from.getTime() - 1)];
      let why: string;
      if (doubt !== undefined && doubt.at.getTime() - recordingLag <= gap.to.getTime())
        why = "AWS Config recorded what no call in CloudTrail explains";
      else if (items.length === 0) why = notRecordedNow ?? "AWS Config recorded nothing of it";
      else if (isUndelivered(gap, sources)) why = sources.callsLater ?? notDelivered;
      else if (gone !== undefined) why = `AWS Config's last item says ${gone.status}`;
      else why = "AWS Config's record begins later: there was none before, or it has expired";
      return { of: "setting", ...gap, why };
    });
  const recorded = settings.filter(({ by }) => by === "recording");
  const unseen = recorderStops.flatMap((stop) =>
    recorded
      .flatMap((period) => overlap(stop, period))
      .map((part): Gap => {
        const why = stop.why ?? "AWS Config's recorder was stopped";
        return { of: "setting", ...part, why: `${why}: a change meanwhile was not recorded` };
      }),
  );
  const last = recorded.at(-1);
  const now: Gap[] =
    notRecordedNow !== undefined && last?.to.getTime() === span.to.getTime()
      ? [{ of: "setting", from: last.from, to: last.to, why: `${notRecordedNow}; since when is not known` }]
      : [];
  return [...between, ...unseen, ...now];
}

function callGaps({ callsKnown, callsUnread, callsLater = notDelivered }: Sources, span: Span): Gap[] {
  const unknown = "who called, and whether the recorder was stopped, is not known";
  if (callsKnown === undefined)
    return [{ of: "calls", ...span, why: `${callsUnread ?? "CloudTrail was not read"}: ${unknown}` }];
  const why = `CloudTrail's record that was read does not reach back to it: ${unknown}`;
  return [
    { of: "calls", from: span.from, to: callsKnown.from, why },
    { of: "calls", from: callsKnown.to, to: span.to, why: callsLater },
  ];
}

/** Whether a gap is one after a call, beyond what CloudTrail is known to have delivered. */
function isUndelivered({ from }: Span, { calls, callsKnown, items }: Sources): boolean {
  const call = lastUpTo(calls, from.getTime());
  const item = lastUpTo(items, from.getTime());
  const isLast = call !== undefined && (item === undefined || call.at >= item.at);
  return callsKnown !== undefined && from >= callsKnown.to && (isLast || item?.setting !== undefined);
}

/** A time in parts, one after each turn in it. */
function cut({ from, to }: Span, turns: readonly { at: Date }[]): Span[] {
  const ends = [...between(turns, from.getTime(), to.getTime() - 1).map(({ at }) => at), to];
  return ends.map((end, index) => ({ from: ends[index - 1] ?? from, to: end }));
}

/** The parts of a time that no period covers. */
function uncovered({ from, to }: Span, periods: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let end = from;
  for (const period of periods) {
    if (period.from > end) gaps.push({ from: end, to: period.from < to ? period.from : to });
    if (period.to > end) end = period.to;
  }
  if (end < to) gaps.push({ from: end, to });
  return gaps;
}

/** The time that two have in common: one, or none. */
function overlap(one: Span, other: Span): Span[] {
  const from = one.from > other.from ? one.from : other.from;
  const to = one.to < other.to ? one.to : other.to;
  return from < to ? [{ from, to }] : [];
}

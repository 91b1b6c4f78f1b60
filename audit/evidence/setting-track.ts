import type { EncryptionSetting } from "../../rule/decision/setting";
import { between, countUpTo, firstAfter } from "./in-order";
import {
  type EncryptionCall,
  isDifferent,
  isSame,
  type ItemSource,
  mayBe,
  recordingLag,
  type SettingItem,
  type Sources,
} from "./sources";

/** By what the time of a change is known: the call that made it, or AWS Config, which saw it some time later. */
export type KnownBy = "call" | "recording";

/** Who made a change: only what the sources prove. */
export type Who =
  | { is: "caller"; call: EncryptionCall }
  /** Calls that may have made it, where it cannot be told which, or whether another did. */
  | { is: "candidates"; calls: readonly EncryptionCall[] }
  /** A clause that says why. */
  | { is: "unidentified"; why: string };

/** One step of the setting. */
export interface SettingChange {
  at: Date;
  by: KnownBy;
  /**
   * What it was until then; undefined where nothing is known of the time before. By an `earlier call` where CloudTrail may
   * not have delivered all calls in between yet.
   */
  from: { setting: EncryptionSetting | undefined; by: KnownBy | "earlier call" } | undefined;
  /** What it is from then on; undefined where CloudTrail does not say what the call asked for. */
  to: EncryptionSetting | undefined;
  /** Whether it certainly was something else before, and no other change tells the same step. */
  isCertain: boolean;
  who: Who;
  /** When AWS Config recorded it, and the item; undefined where it has no item that is certainly of this change. */
  recordedAt: Date | undefined;
  item?: ItemSource | undefined;
}

/** What the setting was from one change to the next. */
export interface SettingPeriod {
  setting: EncryptionSetting | undefined;
  from: Date;
  to: Date;
  by: KnownBy;
}

/** The setting over time, and what AWS Config recorded that does not fit. */
export interface SettingTrack {
  changes: SettingChange[];
  periods: SettingPeriod[];
  /** Items that no known call explains, although every call of their time is known. */
  unexplained: SettingItem[];
}

/** Consecutive items that say the same. */
interface RecordedState {
  at: Date;
  lastAt: Date;
  setting: EncryptionSetting;
  item?: ItemSource | undefined;
}

type Point = Omit<SettingChange, "from" | "isCertain">;

/**
 * What the setting was: by the calls, where CloudTrail's record is whole, and by AWS Config's items elsewhere.
 *
 * A call and an item share no identifier. An item is taken for the record of a call only if that is the one successful
 * call since the item before that asked for what the item says. Items may be late by `recordingLag`; that they are in the
 * order of what they saw is relied on.
 */
export function settingTrack(sources: Sources, end: Date): SettingTrack {
  const { points, unexplained } = pointsOf(sources);
  return {
    changes: changesAt(points, unexplained, sources),
    periods: periodsOf(points, sources, end).flatMap((period) => cutAt(period, unexplained)),
    unexplained,
  };
}

function pointsOf({ items, calls, callsKnown }: Sources): { points: Point[]; unexplained: SettingItem[] } {
  const points = new Map<EncryptionCall, Point>(
    calls.map((call) => [
      call,
      { at: call.at, by: "call", to: call.setting, who: { is: "caller", call }, recordedAt: undefined },
    ]),
  );
  const recorded: Point[] = [];
  const unexplained: SettingItem[] = [];
  let previous: RecordedState | undefined;
  // The earliest time at which what the previous state saw can have come about.
  let since = Number.NEGATIVE_INFINITY;
  for (const state of statesOf(items)) {
    const { at, setting, item } = state;
    const start = Math.max(since, (previous?.lastAt ?? at).getTime() - recordingLag);
    const window = between(calls, start, at.getTime());
    const asking = window.filter((call) => mayBe(call.setting, setting));
    const isWhole = callsKnown !== undefined && callsKnown.from.getTime() <= start && callsKnown.to >= at;
    const [only] = asking;
    const isOnlyCall = asking.length === 1 && (isSame(only?.setting, setting) || window.length === 1);
    const point = only && points.get(only);
    if (previous !== undefined && isWhole && isOnlyCall && point) {
      Object.assign(point, { to: setting, recordedAt: at, item });
      since = point.at.getTime();
    } else {
      const [firstCall] = calls;
      const isKnownByCalls =
        firstCall !== undefined && firstCall.at <= at && callsKnown !== undefined && callsKnown.to >= at;
      if (!isKnownByCalls) {
        const who: Who =
          asking.length > 0 ? { is: "candidates", calls: asking } : { is: "unidentified", why: "" };
        recorded.push({ at, by: "recording", to: setting, who, recordedAt: at, item });
      } else if (isWhole && !isExplained(setting, start, at, calls)) {
        unexplained.push({ at, setting, status: "OK", ...(item && { item }) });
      }
      if (isWhole && only) since = Math.max(since, only.at.getTime());
    }
    previous = state;
  }
  const inOrder = [...points.values(), ...recorded].sort((a, b) => a.at.getTime() - b.at.getTime());
  return { points: inOrder, unexplained };
}

/**
 * What the setting was from point to point. What a call set holds up to the end of what CloudTrail is known to say; what
 * AWS Config recorded stands in its record until the next item, also one that says that the setting is gone.
 */
function periodsOf(points: readonly Point[], { callsKnown, items }: Sources, end: Date): SettingPeriod[] {
  const periods: SettingPeriod[] = [];
  const ends = items.filter(({ setting }) => setting === undefined);
  for (const [index, { at, to: setting, by }] of points.entries()) {
    const next = points[index + 1];
    const until = next?.at ?? end;
    const isCut = by === "call" && callsKnown !== undefined && callsKnown.to < until;
    const gone = by === "recording" ? firstAfter(ends, at.getTime())?.at : undefined;
    const to = isCut ? callsKnown.to : gone !== undefined && gone < until ? gone : until;
    const last = periods.at(-1);
    if (to <= at) continue;
    if (
      last?.by === by &&
      last.to.getTime() === at.getTime() &&
      setting !== undefined &&
      isSame(last.setting, setting)
    )
      last.to = to;
    else periods.push({ setting, from: at, to, by });
  }
  return periods;
}

/** What a call set holds only until AWS Config saw something that no call explains: that may have come about a while before. */
function cutAt(period: SettingPeriod, unexplained: readonly SettingItem[]): SettingPeriod[] {
  const doubt = firstAfter(unexplained, period.from.getTime())?.at;
  if (period.by !== "call" || doubt === undefined) return [period];
  const to = new Date(Math.min(period.to.getTime(), doubt.getTime() - recordingLag));
  return to > period.from ? [{ ...period, to }] : [];
}

function statesOf(items: readonly SettingItem[]): RecordedState[] {
  const states: RecordedState[] = [];
  for (const { at, setting, item } of items) {
    if (setting === undefined) continue;
    const last = states.at(-1);
    if (last && isSame(last.setting, setting)) last.lastAt = at;
    else states.push({ at, lastAt: at, setting, item });
  }
  return states;
}

/** Whether a call had set what an item says, and no later one had changed it before the item can have been seen. */
function isExplained(
  setting: EncryptionSetting,
  start: number,
  at: Date,
  calls: readonly EncryptionCall[],
): boolean {
  const first = calls[0];
  // What was before the first call may be seen late.
  if (first === undefined || first.at.getTime() > start) return true;
  // Those that stood at some time from the start on: the last one before it, too.
  const stood = calls.slice(Math.max(0, countUpTo(calls, start) - 1), countUpTo(calls, at.getTime()));
  return stood.some((call) => mayBe(call.setting, setting));
}

/** Points that say what was known before are no changes. */
function changesAt(
  points: readonly Point[],
  unexplained: readonly SettingItem[],
  sources: Sources,
): SettingChange[] {
  const { callsKnown } = sources;
  const changes: SettingChange[] = [];
  let last: Point | undefined;
  let isLastLate = false;
  for (const point of points) {
    // An item may have seen what was before the call that it follows.
    const isLate: boolean =
      point.by === "recording" &&
      (last?.by === "call" ? point.at.getTime() - last.at.getTime() <= recordingLag : isLastLate);
    if (last?.to === undefined || !isSame(last.to, point.to)) {
      const since = last?.at ?? point.at;
      const doubt = firstAfter(unexplained, since.getTime());
      const isDoubted = doubt !== undefined && doubt.at.getTime() - recordingLag <= point.at.getTime();
      const isWhole = callsKnown !== undefined && point.at <= callsKnown.to && !isDoubted;
      const by: KnownBy | "earlier call" | undefined =
        last?.by === "call" && !isWhole ? "earlier call" : last?.by;
      const from = last && by && { setting: last.to, by };
      const who: Who =
        point.who.is === "unidentified"
          ? { is: "unidentified", why: whyUnidentified(point, last === undefined, sources) }
          : point.who;
      const isInOrder = last?.by === point.by || !(isLate || isLastLate);
      // A call in between that is not known may have set the same before.
      const isCertain =
        last !== undefined &&
        by !== "earlier call" &&
        isInOrder &&
        isDifferent(last.to, point.to) &&
        who.is !== "candidates";
      changes.push({ ...point, from, isCertain, who });
    }
    last = point;
    isLastLate = isLate;
  }
  return changes;
}

function whyUnidentified({ at }: Point, isFirst: boolean, sources: Sources): string {
  const { callsKnown, callsUnread, callsLater, items } = sources;
  if (callsKnown === undefined) return callsUnread ?? "CloudTrail was not read";
  if (isFirst)
    return (items[0]?.at ?? at) < at
      ? "AWS Config's record begins anew here"
      : "AWS Config's record begins here";
  if (at < callsKnown.from) return "CloudTrail's record does not reach back to it";
  return at > callsKnown.to
    ? (callsLater ?? "CloudTrail may not have delivered the call yet")
    : "CloudTrail has no call that asked for it";
}

import type { EncryptionSetting } from "../../rule/decision/setting";
import { contradictedGap } from "./gap-oracle";
import type { History } from "./histories";
import type { Change, Drawn, Setting, Statement, Verdict } from "./statements";

/** What a statement says that the truth does not bear out: a sentence, or undefined. */
export function contradiction(statement: Statement, history: History): string | undefined {
  switch (statement.kind) {
    case "change":
      return contradictedChange(statement, history);
    case "setting":
      return contradictedSetting(statement, history);
    case "verdict":
      return contradictedVerdict(statement, history);
    case "gap":
      return contradictedGap(statement, history);
    case "drawn":
      return misplaced(statement);
    case "length":
      return Date.parse(statement.to) - Date.parse(statement.from) === statement.length
        ? undefined
        : "that is not how long it lasted";
    case "unexplained": {
      const item = itemAt(statement.at, history);
      if (item === undefined || !same(item.setting, statement.setting))
        return "AWS Config recorded no such item";
      const cause = workedCalls(history).findLast(({ at }) => at <= item.saw);
      return isAnswered(cause?.eventId, history) ? `${cause?.eventId} explains it` : undefined;
    }
    case "verdict on a change": {
      const setting = itemAt(statement.at, history)?.setting;
      const isRight =
        setting?.type === "KMS" && setting.keyId.endsWith(":key/1234abcd-12ab-34cd-56ef-1234567890ab");
      return statement.complianceType === (isRight ? "COMPLIANT" : "NON_COMPLIANT")
        ? undefined
        : `the rule says ${isRight ? "COMPLIANT" : "NON_COMPLIANT"} of that setting`;
    }
    case "count":
    case "mark":
    case "non-compliance":
      // Of the output as a whole: see whole-oracle.ts.
      return undefined;
  }
}

function contradictedChange(change: Change, history: History): string | undefined {
  const { truth, answers } = history;
  const at = Date.parse(change.at);
  const worked = workedCalls(history);
  if (change.from === null) {
    if (change.by === "recording" && truth.items.findLast((item) => item.at < at)?.setting !== undefined)
      return "AWS Config had recorded something before";
    if (answers.calls.some((call) => call.at.getTime() < at)) return "there was a call before";
  }
  if (change.from?.by === "recording") {
    const last = truth.items.findLast((item) => item.at < at && item.setting !== undefined);
    if (!same(last?.setting, change.from.setting)) return "that is not what had been recorded last";
  }
  if (change.isSure && !hasChanged(change, history)) return "it had not changed";
  if (change.by === "call") {
    const call = worked.find((one) => one.at === at);
    if (call === undefined) return "there was no call then";
    if (call.eventId !== change.caller?.eventId || call.principal !== change.caller.principal)
      return `it was ${call.eventId} by ${call.principal}`;
    if (isNamed(change.to) && !same(call.setting, change.to)) return "the call asked for something else";
    const before = settingBefore(at, history);
    if (change.from?.by === "call") {
      if (isNamed(change.from.setting) && !same(before, change.from.setting))
        return "it was something else before";
    }
    if (change.recordedAt === null) return undefined;
    const item = itemAt(change.recordedAt, history);
    if (item === undefined) return "there is no such item";
    return worked.findLast((one) => one.at <= item.saw) === call
      ? undefined
      : "that item saw another call's setting";
  }
  const item = itemAt(change.at, history);
  if (item === undefined || !same(item.setting, change.to)) return "AWS Config recorded no such item";
  const cause = worked.findLast((one) => one.at <= item.saw);
  const previous = truth.items.findLast((one) => one.at < at);
  if (
    change.caller !== null &&
    (cause?.eventId !== change.caller.eventId || cause.principal !== change.caller.principal)
  )
    return "somebody else had set it";
  for (const candidate of change.candidates) {
    const call = worked.find(
      (one) => one.at === Date.parse(candidate.at) && one.principal === candidate.principal,
    );
    if (call === undefined) return `${candidate.principal} made no call at ${candidate.at}`;
    if (call.at > at) return "that call came later";
  }
  switch (change.unidentified) {
    case null:
      return undefined;
    case "CloudTrail was not read":
    case "CloudTrail could not be read":
      return answers.callsKnown === undefined ? undefined : "it was read";
    case "AWS Config's record begins here":
      return truth.items[0] === item ? undefined : "it begins before";
    case "AWS Config's record begins anew here":
      return previous !== undefined && previous.setting === undefined ? undefined : "it goes on";
    case "CloudTrail's record does not reach back to it":
      return answers.callsKnown && at < answers.callsKnown.from.getTime() ? undefined : "it does";
    case "CloudTrail may not have delivered the call yet":
    case "none of the sources that were read has every call of this time":
      return answers.callsKnown && at > answers.callsKnown.to.getTime() ? undefined : "it has";
    case "CloudTrail has no call that asked for it":
      return isAnswered(cause?.eventId, history) ? `it has ${cause?.eventId}` : undefined;
    default:
      return "the oracle does not know this reason";
  }
}

/** Whether the setting changed between what is said to be known last, and this. */
function hasChanged({ at, by, from }: Change, history: History): boolean {
  const { truth, answers } = history;
  const time = Date.parse(at);
  const since =
    from?.by === "recording"
      ? truth.items.findLast((item) => item.at < time && item.setting !== undefined)?.saw
      : answers.calls.findLast((call) => call.at.getTime() < time)?.at.getTime();
  const until = by === "call" ? time : itemAt(at, history)?.saw;
  return workedCalls(history).some(
    (call) =>
      call.at > (since ?? 0) &&
      call.at <= (until ?? 0) &&
      !same(settingBefore(call.at, history), call.setting),
  );
}

function contradictedSetting({ setting, from, to, by }: Setting, history: History): string | undefined {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  if (by === "recording") {
    const other = history.truth.items.find(
      (item) => item.at >= begin && item.at < end && !same(item.setting, setting),
    );
    return other && "AWS Config recorded something else meanwhile";
  }
  if (!isNamed(setting)) return undefined;
  const other = [begin + 1, ...workedCalls(history).map(({ at }) => at + 1), end].find(
    (time) => time > begin && time <= end && !same(settingBefore(time, history), setting),
  );
  return other === undefined ? undefined : `it was something else at ${new Date(other).toISOString()}`;
}

function contradictedVerdict(
  { complianceType, from, to, before }: Verdict,
  { truth, now }: History,
): string | undefined {
  const [begin, end] = [Date.parse(from), Math.min(Date.parse(to), now.getTime())];
  const standing = truth.reports.findLast(({ at }) => at <= begin);
  if (standing?.complianceType !== complianceType) return "the rule had not said so";
  if (before !== null && truth.reports.findLast(({ at }) => at < begin)?.complianceType !== before)
    return "the rule had said something else before";
  const other = truth.reports.find(
    (report) => report.at > begin && report.at < end && report.complianceType !== complianceType,
  );
  return other && `the rule said ${other.complianceType} at ${new Date(other.at).toISOString()}`;
}

/** A bar is where its time is; what reaches beyond the chart is cut off. */
function misplaced({ from, to, x, width, chart }: Drawn): string | undefined {
  const [begin, end] = [Date.parse(chart.from), Date.parse(chart.to)];
  const shareOf = (time: string): number =>
    (Math.min(end, Math.max(begin, Date.parse(time))) - begin) / Math.max(1, end - begin);
  const [left, right] = [100 * shareOf(from), 100 * shareOf(to)];
  return Math.abs(left - x) < 1e-6 && Math.abs(right - left - width) < 1e-6
    ? undefined
    : `its place is from ${left} to ${right} %`;
}

function workedCalls({ truth }: History) {
  return truth.calls.filter(({ works }) => works);
}

function settingBefore(time: number, history: History): EncryptionSetting {
  return workedCalls(history).findLast(({ at }) => at < time)?.setting ?? history.truth.initial;
}

function itemAt(time: string, { truth }: History) {
  return truth.items.find(({ at }) => at === Date.parse(time));
}

/** Whether CloudTrail has told of a call. */
function isAnswered(eventId: string | undefined, { answers }: History): boolean {
  return answers.calls.some((call) => call.eventId === eventId);
}

function same(one: EncryptionSetting | null | undefined, other: EncryptionSetting | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a setting is one that can be compared: an alias may stand for any key. */
function isNamed(setting: EncryptionSetting | null): boolean {
  return setting !== null && !(setting.type === "KMS" && setting.keyId.startsWith("alias/"));
}

import type { History } from "./histories";
import type { Gap } from "./statements";

const lag = 15 * 60_000;

/** Which reasons for not knowing can be held against a history, and when each is true. */
const reasons: Record<string, (gap: { from: number; to: number }, history: History) => boolean> = {
  "setting: AWS Config recorded nothing of it": (_, { truth }) => truth.items.length === 0,
  "setting: AWS Config's record begins later: there was none before, or it has expired": (gap, { truth }) =>
    truth.items.every(({ at }) => at >= gap.to),
  "setting: AWS Config's last item says ResourceNotRecorded": (gap, { truth }) => {
    const last = truth.items.findLast(({ at }) => at <= gap.from);
    return last !== undefined && last.setting === undefined;
  },
  "setting: AWS Config recorded what no call in CloudTrail explains": (gap, { truth }) =>
    truth.items.some(({ at }) => at >= gap.from && at <= gap.to + lag),
  "setting: CloudTrail may not have delivered every call of this time yet": undelivered,
  "setting: AWS Config's recorder was stopped: a change meanwhile was not recorded": (gap, { truth }) =>
    truth.stops.some(({ from, to }) => from <= gap.from && gap.to <= to),
  "verdict: AWS Config had recorded no verdict yet": (gap, { answers }) =>
    answers.reports.every(({ at }) => at.getTime() >= gap.to),
  "verdict: the rule, or what it judged, was gone": (gap, { answers }) => {
    const last = answers.reports.findLast(({ at }) => at.getTime() <= gap.from);
    return last !== undefined && last.complianceType === undefined;
  },
  "verdict: AWS Config's recorder was stopped, and recorded no verdict since": (gap, { truth, answers }) =>
    truth.stops.some(
      ({ from }) =>
        from <= gap.from && answers.reports.every(({ at }) => at.getTime() < from || at.getTime() >= gap.to),
    ),
  "calls: CloudTrail was not read: who called, and whether the recorder was stopped, is not known": (
    _,
    { answers },
  ) => answers.callsKnown === undefined,
  "calls: CloudTrail's record that was read does not reach back to it: who called, and whether the recorder was stopped, is not known":
    (gap, { answers }) => answers.callsKnown !== undefined && gap.to <= answers.callsKnown.from.getTime(),
  "calls: CloudTrail may not have delivered every call of this time yet": undelivered,
  // Of histories whose callers are those that the evaluator kept.
  "setting: none of the sources that were read has every call of this time": undelivered,
  "calls: none of the sources that were read has every call of this time": undelivered,
  "calls: CloudTrail could not be read: who called, and whether the recorder was stopped, is not known": (
    _,
    { answers },
  ) => answers.callsKnown === undefined,
};

function undelivered(gap: { from: number }, { answers }: History): boolean {
  return answers.callsKnown !== undefined && gap.from >= answers.callsKnown.to.getTime();
}

/** What a statement of not knowing says that is not so: a sentence, or undefined. */
export function contradictedGap({ of, from, to, why }: Gap, history: History): string | undefined {
  const isTrue = reasons[`${of}: ${why}`];
  if (isTrue === undefined) return "the oracle does not know this reason";
  return isTrue({ from: Date.parse(from), to: Date.parse(to) }, history)
    ? undefined
    : "that is not why it is not known";
}

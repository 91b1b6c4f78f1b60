import type { History } from "./histories";
import type { NonCompliance, Statement, Stretch } from "./statements";

/** All that one output says of a history, and of what it says all: of which tracks each moment is told or said to be unknown. */
export interface Output {
  name: string;
  said: Statement[];
  span: { from: Date; to: Date };
  tellsAllOf: ("setting" | "verdict")[];
}

interface Times {
  from: number;
  to: number;
}

/** What an output as a whole contradicts, in itself or in the history: sentences. */
export function* contradictions(output: Output, history: History): Generator<string> {
  const { said, span, tellsAllOf } = output;
  const whole = timesOf({ from: span.from.toISOString(), to: span.to.toISOString() });
  const gaps = said.filter((one) => one.kind === "gap");
  for (const gap of gaps) {
    const claim = said.find((one) => one.kind !== "gap" && isStretch(one) && denies(gap, one));
    if (claim) yield `${JSON.stringify(gap)} and ${JSON.stringify(claim)}: either it is known or not`;
  }
  for (const track of tellsAllOf) {
    const told = said
      .filter(isStretch)
      .filter((one) => one.kind === track || (one.kind === "gap" && one.of === track));
    for (const silence of without(whole, told.map(timesOf)))
      yield `nothing is said of the ${track} from ${iso(silence.from)} to ${iso(silence.to)}, nor that it is unknown`;
  }
  const unjudged = gaps.filter(({ of }) => of === "verdict").map(timesOf);
  const truth = nonComplianceIn(without(whole, unjudged), history);
  for (const figures of said.filter((one) => one.kind === "non-compliance")) {
    const wrong = wrongFigure(figures, truth);
    if (wrong !== undefined) yield `${JSON.stringify(figures)}: ${wrong} is ${truth[wrong]}`;
  }
  yield* miscounted(output, history);
}

/** Whether a gap says that something is not known which a claim says. */
function denies(gap: Stretch & { kind: "gap" }, claim: Stretch): boolean {
  const [one, other] = [timesOf(gap), timesOf(claim)];
  if (one.from >= other.to || other.from >= one.to) return false;
  if (claim.kind === "verdict") return gap.of === "verdict";
  if (claim.kind !== "setting" || gap.of === "verdict") return false;
  // What AWS Config recorded last it recorded last, whatever became of the setting meanwhile.
  return (
    claim.by === "call" || (gap.of === "setting" && !gap.why.endsWith("a change meanwhile was not recorded"))
  );
}

/** The changes that lines and figures tell are those that are told one by one, and no more than there were. */
function* miscounted({ said, span }: Output, { truth, answers }: History): Generator<string> {
  const changes = said
    .filter((one) => one.kind === "change")
    .filter(({ isSure }) => isSure)
    .map(({ at }) => at);
  const marks = said.filter((one) => one.kind === "mark").map(({ at }) => at);
  if (marks.length > 0 && marks.toSorted().join() !== changes.toSorted().join())
    yield `the lines are at ${marks.join()}, the changes at ${changes.join()}`;
  const counts = said.filter((one) => one.kind === "count");
  if (counts.length === 0) return;
  const worked = truth.calls.filter(({ works }) => works);
  const real = worked.filter(
    ({ setting }, index) =>
      JSON.stringify(setting) !== JSON.stringify(worked[index - 1]?.setting ?? truth.initial),
  );
  // What AWS Config saw last before the time that is told may have changed since.
  const before = truth.items.findLast(({ at, setting }) => at < span.from.getTime() && setting)?.saw ?? 0;
  const most = real.filter(({ at }) => at > before && at <= span.to.getTime()).length;
  const named = new Set(
    answers.calls
      .filter(({ setting }) => setting?.type === "NONE" || setting?.keyId.startsWith("arn:"))
      .map(({ eventId }) => eventId),
  );
  const known = answers.callsKnown;
  const least = real.filter(({ at, eventId }) => {
    const call = worked.findLast((one) => one.at < at);
    return (
      known !== undefined &&
      call !== undefined &&
      call.at >= known.from.getTime() &&
      at <= known.to.getTime() &&
      at >= span.from.getTime() &&
      named.has(eventId) &&
      named.has(call.eventId)
    );
  }).length;
  for (const { changes: count } of counts)
    if (count < least || count > most)
      yield `${count} changes, where at least ${least} and at most ${most} are known`;
}

/** How long the rule had said NON_COMPLIANT in the times in which a verdict is known. */
function nonComplianceIn(known: Times[], { truth }: History): Required<Omit<NonCompliance, "kind">> {
  const stretches: (Times & { complianceType: string | undefined })[] = [];
  for (const { from, to } of known) {
    const turns = [from, ...truth.reports.map(({ at }) => at).filter((at) => at > from && at < to), to];
    for (const [index, begin] of turns.slice(0, -1).entries()) {
      const complianceType = truth.reports.findLast(({ at }) => at <= begin)?.complianceType;
      const last = stretches.at(-1);
      const end = turns[index + 1] ?? to;
      if (last?.to === begin && last.complianceType === complianceType) last.to = end;
      else stretches.push({ from: begin, to: end, complianceType });
    }
  }
  const lengths = (type: string) =>
    stretches.filter(({ complianceType }) => complianceType === type).map(({ from, to }) => to - from);
  const total = (all: number[]) => all.reduce((sum, one) => sum + one, 0);
  const wrong = lengths("NON_COMPLIANT");
  const judged = total(wrong) + total(lengths("COMPLIANT"));
  return {
    nonCompliant: total(wrong),
    judged,
    occurrences: wrong.length,
    longest: Math.max(0, ...wrong),
    share: judged === 0 ? 0 : (100 * total(wrong)) / judged,
  };
}

function wrongFigure(
  { kind: _, ...figures }: NonCompliance,
  truth: Required<Omit<NonCompliance, "kind">>,
): keyof typeof truth | undefined {
  const names = Object.keys(figures) as (keyof typeof truth)[];
  // A share is told to a tenth.
  return names.find((name) => Math.abs((figures[name] ?? 0) - truth[name]) > (name === "share" ? 0.0501 : 0));
}

/** What of a time others leave uncovered. */
function without(whole: Times, covered: Times[]): Times[] {
  let rest = [whole].filter(({ from, to }) => from < to);
  for (const { from, to } of covered)
    rest = rest
      .flatMap((one) => [
        { from: one.from, to: Math.min(one.to, from) },
        { from: Math.max(one.from, to), to: one.to },
      ])
      .filter((one) => one.from < one.to);
  return rest;
}

function isStretch(statement: Statement): statement is Stretch {
  return ["setting", "verdict", "gap"].includes(statement.kind);
}

function timesOf({ from, to }: { from: string; to: string }): Times {
  return { from: Date.parse(from), to: Date.parse(to) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

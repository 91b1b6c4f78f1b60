import fc from "fast-check";
import type { TrailEvent } from "../../audit/aws/cloudtrail";
import { keptIn } from "../../audit/aws/function-log";
import { encryptionCalls } from "../../audit/evidence/calls";
import { callsIn } from "../../audit/evidence/read-sources";
import { keptCallLine, keptWindowLine } from "../../rule/log";
import { histories, type History } from "./histories";

/** What becomes of what runs on schedule kept of a history whose calls CloudTrail has forgotten, or all but the last of them. */
interface Keeping {
  /** Minutes before the end at which a run was asked for, what it wrote that is lost, and whether it could not look up all. */
  runs: { ago: number; lost: number[]; isCut: boolean }[];
  /** Minutes before the end from which CloudTrail's event history reaches back; undefined where it could not be read. */
  remembered: number | undefined;
}

const minute = 60_000;
const rule = "rule";

const keeping: fc.Arbitrary<Keeping> = fc.record({
  runs: fc.array(
    fc.record({
      ago: fc.integer({ min: 0, max: 300 }),
      lost: fc.oneof(
        { weight: 1, arbitrary: fc.constant<number[]>([]) },
        { weight: 2, arbitrary: fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }) },
      ),
      isCut: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
    }),
    { maxLength: 8 },
  ),
  remembered: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(undefined)),
});

/**
 * Histories whose calls are read, in part or whole, from lines that the evaluator wrote and of which some are lost. They pass
 * through the evaluator's own lines and the audit's own reading.
 */
export const keptHistories: fc.Arbitrary<History> = fc
  .tuple(histories, keeping)
  .map(([history, how]) => keptHistory(history, how));

/** How far a run looks back here: the histories last hours. */
const lookedBack = 60 * minute;

function keptHistory(history: History, { runs, remembered }: Keeping): History {
  const { truth, answers, now } = history;
  const worked = truth.calls.filter(({ works }) => works);
  const eventsOf = (from: number, to: number) => worked.filter(({ at }) => at >= from && at <= to);
  const lines = runs.flatMap(({ ago, lost, isCut }) => {
    const to = new Date(now.getTime() - ago * minute);
    const from = new Date(to.getTime() - lookedBack);
    // Of its last minutes a run is told some calls, and others not.
    const told = eventsOf(from.getTime(), to.getTime()).filter(
      ({ at }, index) => at <= to.getTime() - 15 * minute || index % 2 === 0,
    );
    const calls = told.map(({ at, eventId, principal, setting }) =>
      keptCallLine({
        call: "PutEncryptionConfig",
        caller: principal,
        calledAt: new Date(at).toISOString(),
        eventId,
        requested: setting,
        answered: undefined,
      }),
    );
    const eventIds = told.map(({ eventId }) => eventId);
    const window = { rule, from, to };
    const last = isCut
      ? keptWindowLine({ ...window, error: new Error("throttled") })
      : keptWindowLine({ ...window, eventIds });
    return [...calls, last]
      .filter((_, index) => !lost.includes(index))
      .map((message) => ({ message, ingestionTime: to.getTime() + 1000 }));
  });
  const log = keptIn(lines, rule);
  // CloudTrail's own record, as a trail's files would have the last of it.
  const from = now.getTime() - (remembered ?? 0) * minute;
  const to = now.getTime() - 15 * minute;
  const events = eventsOf(from, to).map(({ at, eventId, principal, setting }): TrailEvent => ({
    at: new Date(at),
    eventId,
    name: "PutEncryptionConfig",
    principal,
    requested: { ...setting },
    answered: {},
    source: "trail",
  }));
  const files =
    remembered === undefined || from >= to
      ? undefined
      : { events, covered: { from: new Date(from), to: new Date(to) } };
  const {
    events: read,
    wholeEvents: _,
    ...known
  } = callsIn({ history: undefined, files, log }, { from: answers.items[0]?.at, to: undefined }, now);
  const { callsKnown: __, calls: ___, ...others } = answers;
  return { truth, answers: { ...others, ...known, calls: encryptionCalls(read) }, now };
}

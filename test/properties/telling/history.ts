import fc from "fast-check";

// What may happen to X-Ray's setting, and what AWS makes the functions see of it. It imports nothing of the rule.

const second = 1000;
const minute = 60 * second;
export const begin = Date.UTC(2026, 0, 5, 9);

/** As messages name a setting. */
export type Word = string;

interface Setting {
  setting: string;
  isRight: boolean;
}

const key = (letter: string, isRight: boolean): [Word, Setting] => {
  const id = `mrk-${letter.repeat(32)}`;
  return [`key ${id}`, { setting: `arn:aws:kms:eu-west-1:123456789012:key/${id}`, isRight }];
};

/** By the word that messages have for each: a setting, and whether the rule calls it COMPLIANT. */
export const settings: Record<Word, Setting> = Object.fromEntries<Setting>([
  key("a", true),
  key("b", true),
  key("c", false),
  key("d", false),
  ["X-Ray's default encryption", { setting: "NONE", isRight: false }],
]);

/** From when the setting is so until another takes its place. Milliseconds since 1970. */
export interface Span {
  word: Word;
  from: number;
  to: number;
}

/** What a function hands to the notifier, or EventBridge does. */
export interface Sight {
  word: Word;
  /** Of when it speaks, and when it is handed over. */
  asOf: number;
  at: number;
  by: "recorder" | "schedule" | "call" | "event";
  calledAt?: number;
  /** Of an item: since when what it records was so. It may be over when it is captured. */
  from?: number;
}

export interface History {
  stack: Stack;
  spans: Span[];
  sights: Sight[];
}

export interface Stack {
  trigger: "change" | "periodic" | "both";
  fastDetection: boolean;
  /** Whether AWS Config records what is live when it looks, or each call in turn; AWS says neither. */
  recorder: "live" | "each call" | "stopped";
  /** Of the schedule, in minutes. */
  period: number;
}

/** How long things take, each a list that is gone through again and again. Milliseconds. */
interface Delays {
  event: number[];
  recording: number[];
  evaluation: number[];
  handing: number[];
  /** How long until it is handed over once more; not at all where it is 0. */
  again: number[];
}

const some = (...between: [number, number][]) =>
  fc.array(fc.oneof(...between.map(([min, max]) => fc.integer({ min, max }))), {
    minLength: 1,
    maxLength: 7,
  });

const stacks: fc.Arbitrary<Stack> = fc
  .record({
    trigger: fc.constantFrom("change" as const, "periodic" as const, "both" as const),
    fastDetection: fc.boolean(),
    recorder: fc.constantFrom("live" as const, "each call" as const, "stopped" as const),
    period: fc.constantFrom(180, 360),
  })
  // Nothing but the recorder sees anything then.
  .filter(({ trigger, recorder }) => trigger !== "change" || recorder !== "stopped");

const changes = fc.array(
  fc.record({
    word: fc.constantFrom(...Object.keys(settings)),
    after: fc.oneof(
      fc.integer({ min: 500, max: 30 * second }),
      fc.integer({ min: 30 * second, max: 10 * minute }),
      fc.integer({ min: 10 * minute, max: 200 * minute }),
    ),
  }),
  { minLength: 1, maxLength: 7 },
);

/**
 * Any history, and what is seen of it.
 *
 * @param retried whether the functions that judge may fail first, so that they look or tell minutes later
 */
export function histories(retried: boolean): fc.Arbitrary<History> {
  const tries: [number, number][] = retried
    ? [
        [0, 5 * second],
        [60 * second, 65 * second],
        [180 * second, 185 * second],
      ]
    : [[0, 5 * second]];
  const delays = fc.record({
    event: some([second, 15 * second]),
    recording: some([20 * second, 3 * minute]),
    evaluation: some(...tries),
    handing: some([10, 3 * second]),
    again: some([0, 0], [0, 0], [1, 2 * second], [second, 2 * minute]),
  });
  const first = fc.constantFrom(...Object.keys(settings));
  return fc
    .record({ stack: stacks, first, changes, delays })
    .map(({ stack, first: word, changes: all, delays: drawn }) => {
      const spans = spansOf(word, all);
      return { stack, spans, sights: sightsOf(stack, spans, drawn) };
    });
}

function spansOf(first: Word, all: { word: Word; after: number }[]): Span[] {
  const spans: Span[] = [{ word: first, from: begin, to: Infinity }];
  let now = begin + 30 * minute;
  for (const { word, after } of all) {
    now += after;
    const last = spans.at(-1);
    if (last === undefined || last.word === word) continue;
    last.to = now;
    spans.push({ word, from: now, to: Infinity });
  }
  return spans;
}

function sightsOf(stack: Stack, spans: readonly Span[], delays: Delays): Sight[] {
  const drawn: Record<string, number> = {};
  const draw = (of: keyof Delays) => {
    const index = (drawn[of] = (drawn[of] ?? -1) + 1);
    return delays[of][index % delays[of].length] ?? 0;
  };
  const liveAt = (time: number) => spans.findLast(({ from }) => from <= time) ?? { word: "", from: 0 };
  const end = (spans.at(-1)?.from ?? begin) + 200 * minute;
  const sights: Sight[] = [];
  const see = (sight: Omit<Sight, "at">, seenAt: number) => {
    sights.push({ ...sight, at: seenAt + draw("handing") });
    const again = draw("again");
    if (again > 0) sights.push({ ...sight, at: seenAt + again + draw("handing") });
  };
  const look = (time: number) => see({ word: liveAt(time).word, asOf: time, by: "schedule" }, time + second);

  if (stack.trigger !== "change") {
    for (let time = begin + 5 * second; time < end; time += stack.period * minute) {
      look(time + draw("evaluation"));
    }
  }
  const items = stack.recorder === "stopped" ? [] : recorded(stack, spans, liveAt, () => draw("recording"));
  for (const item of items) {
    const { asOf } = item;
    if (stack.trigger === "periodic") see({ ...item, by: "event" }, asOf + 2 * second);
    else see({ ...item, by: "recorder" }, asOf + 5 * second + draw("evaluation"));
  }
  if (stack.fastDetection) {
    for (const { from } of spans.slice(1)) {
      const time = from + draw("event") + draw("evaluation");
      see({ word: liveAt(time).word, asOf: time, by: "call", calledAt: from }, time + second);
      // Then it makes AWS Config evaluate: the live setting, or the last item once more.
      const item = items.findLast(({ asOf }) => asOf <= time);
      if (stack.trigger !== "change") look(time + 5 * second + draw("evaluation"));
      else if (item !== undefined) {
        see({ ...item, by: "recorder" }, time + 5 * second + draw("evaluation"));
      }
    }
  }
  return sights.toSorted((one, other) => one.at - other.at);
}

/** What AWS Config records, and of when it says that it is. */
function recorded(
  { recorder }: Stack,
  spans: readonly Span[],
  liveAt: (time: number) => Pick<Span, "word" | "from">,
  delay: () => number,
): { word: Word; asOf: number; from: number }[] {
  const items: { word: Word; asOf: number; from: number }[] = [];
  for (const span of spans) {
    const last = items.at(-1);
    // In order, and never two at once.
    const asOf = Math.max(span.from + delay(), (last?.asOf ?? 0) + 1);
    const { word, from } = recorder === "live" ? liveAt(asOf) : span;
    if (word !== last?.word) items.push({ word, asOf, from });
  }
  return items;
}

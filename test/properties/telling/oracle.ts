import { type History, settings, type Sight, type Span, type Word } from "./history";

// What people must hear, from what is true alone. It imports nothing of the rule.

/** One message, as people read it. */
export interface Heard {
  outcome: string;
  now: string;
  was: string | undefined;
  incident: string;
  number: number;
  /** Whether it was over when it was told. */
  isLate: boolean;
}

/** What is so again within this time is the same to people. Milliseconds. */
const sameWithin = 60 * 60_000;

/** Longer than it takes from when something is seen until people are told: retries of both functions included. */
const tellingTakes = 10 * 60_000;

/** Reads a message. @throws Error where something is missing that each message has */
export function read({ subject, body }: { subject: string; body: string }): Heard {
  const part = (pattern: RegExp, text: string) => {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) throw new Error(`${String(pattern)} is nowhere in ${text}`);
    return found;
  };
  return {
    outcome: part(
      /^(NON_COMPLIANT|COMPLIANT|CHANGED|WAS NON_COMPLIANT): X-Ray encryption, 123456789012 eu-west-1$/,
      subject,
    ),
    now: part(/^Now: (?:(?:NON_)?COMPLIANT, )?(.*)$/m, body),
    was: /^Was: (?:(?:NON_)?COMPLIANT, )?(.*)$/m.exec(body)?.[1],
    incident: part(/^Incident ([0-9a-f]{8}), message \d+\./m, body),
    number: Number(part(/^Incident [0-9a-f]{8}, message (\d+)\./m, body)),
    isLate: /Another setting took its place before it was (?:judged or )?told\.$/m.test(body),
  };
}

/** What was told again: the same of the same incident. */
export function isRepeat(one: Heard, other: Heard): boolean {
  return one.incident === other.incident && one.number === other.number && one.now === other.now;
}

/** Whether a setting was seen so long before its end that it must be told. */
function mustBeTold({ word, from, to }: Span, sights: readonly Sight[]): boolean {
  return sights.some((sight) => sight.word === word && from <= sight.asOf && sight.asOf <= to - tellingTakes);
}

/**
 * Whether messages tell a history: each change that lasted is told once, one that was over soon at most once, in the order
 * in which they happened. A first setting that is right is told to nobody. Where AWS Config's event tells of a change,
 * its verdict may follow.
 */
export function tells(all: readonly Heard[], history: History): boolean {
  const { spans, sights, stack } = history;
  const heard = all.filter(({ isLate }) => !isLate);
  const lateWords = all.flatMap(({ isLate, was }) => (isLate ? [was] : []));
  const must = spans.map((span) => mustBeTold(span, sights));
  /** Where the messages may go on, after those of one setting. */
  const after = (word: Word, told: number, known: Word | undefined): number[] => {
    const isRight = settings[word]?.isRight === true;
    if (word === known || (known === undefined && isRight)) return [told];
    const verdict = isRight ? "COMPLIANT" : "NON_COMPLIANT";
    const [next, judged] = heard.slice(told);
    if (next?.now !== word || next.was !== known) return [];
    if (next.outcome === verdict) return [told + 1];
    if (next.outcome !== "CHANGED" || known === undefined) return [];
    const isJudged = judged?.now === word && judged.outcome === verdict && judged.was === word;
    return isJudged ? [told + 2, told + 1] : [told + 1];
  };
  /** @param missed what was over before anybody told it */
  const go = (index: number, told: number, known: Word | undefined, missed: readonly Span[]): boolean => {
    const span = spans[index];
    if (span === undefined) return told === heard.length && areLate(lateWords, missed, history);
    if (must[index] === false && go(index + 1, told, known, [...missed, span])) return true;
    const isRecent = ({ to }: Span) => to >= span.from - tellingTakes;
    const recent =
      stack.recorder === "each call" && missed.some(isRecent) ? spans.slice(0, index).filter(isRecent) : [];
    return after(span.word, told, known).some(
      (end) => go(index + 1, end, span.word, missed) || late(index, end, span.word, missed, recent),
    );
  };
  /**
   * Where settings replace each other faster than anybody looks, a live one is told before AWS Config has recorded those
   * before it. These are told then, and what is so again.
   */
  const late = (
    index: number,
    told: number,
    known: Word,
    missed: readonly Span[],
    recent: readonly Span[],
  ): boolean =>
    recent.some((span, which) => {
      const { word } = span;
      const rest = missed.filter((one) => one !== span);
      return after(word, told, known).some(
        (end) =>
          after(spans[index]?.word ?? "", end, word).some((next) =>
            go(index + 1, next, spans[index]?.word, rest),
          ) ||
          (must[index] === false && go(index + 1, end, word, rest)) ||
          late(index, end, word, rest, recent.slice(which + 1)),
      );
    });
  return go(0, 0, undefined, []);
}

/**
 * Whether what was told as over is what nobody told in its time: each of that at most once, and each wrong one that anybody
 * saw. To people the same setting within an hour is one incident: what was seen live needs telling once in that time, and
 * AWS Config's item may be that of one which was told, and which it did not record itself.
 */
function areLate(
  words: readonly (Word | undefined)[],
  missed: readonly Span[],
  { spans, sights }: History,
): boolean {
  const isRecorded = (span: Span) => sights.some((sight) => isItem(sight) && isOf(sight, span));
  const isSeen = (span: Span) => sights.some((sight) => isOf(sight, span));
  return [...new Set([...words, ...missed.map(({ word }) => word)])].every((word) => {
    const count = words.filter((one) => one === word).length;
    const all = missed.filter((span) => span.word === word);
    if (count > all.length) return false;
    if (word === undefined || settings[word]?.isRight !== false) return true;
    const known = spans.filter((span) => span.word === word && !missed.includes(span));
    let mayBeClaimed = known.filter((span) => !isRecorded(span));
    let needed = 0;
    for (const span of all.filter(isSeen)) {
      if (isRecorded(span)) {
        const claimed = mayBeClaimed.find((one) => isNear(one, span));
        mayBeClaimed = mayBeClaimed.filter((one) => one !== claimed);
        if (claimed === undefined) needed += 1;
      } else if (!known.some((one) => isNear(one, span))) {
        needed += 1;
        mayBeClaimed.push(span);
      }
      known.push(span);
    }
    return needed <= count;
  });
}

const isItem = ({ by }: Sight) => by === "recorder" || by === "event";

const isOf = ({ asOf, from }: Sight, span: Span) =>
  from === undefined ? span.from <= asOf && asOf < span.to : from === span.from;

/** Whether two of the same setting are of one incident to people. */
const isNear = (one: Span, other: Span) =>
  Math.max(one.from, other.from) - Math.min(one.to, other.to) < sameWithin;

/** Whether what is wrong, until it is right again, has one incident ID and is counted, and the next has another. */
export function areIncidents(heard: readonly Heard[]): boolean {
  let open: Heard | undefined;
  const closed = new Set<string>();
  return heard.every((one) => {
    const { outcome, incident, number, isLate } = one;
    const continues =
      open === undefined ? number === 1 : open.incident === incident && number === open.number + 1;
    const isNew = !closed.has(incident);
    if (outcome === "NON_COMPLIANT" || ((outcome === "CHANGED" || isLate) && open !== undefined)) open = one;
    else {
      open = undefined;
      closed.add(incident);
    }
    return continues && isNew;
  });
}

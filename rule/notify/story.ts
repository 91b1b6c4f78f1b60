import { createHash } from "node:crypto";
import type { Observation, RecordedChange } from "./observation";

/** What people were told last, or what was found first. Times are ISO 8601. */
export interface Told {
  complianceType: Observation["complianceType"];
  /** False after a recorded change whose verdict is still to come. */
  isJudged: boolean;
  setting: string;
  reason: string;
  /** The newest moment at which it was seen to be so. */
  asOf: string;
  /** Who saw it so then. */
  by: Observation["by"] | RecordedChange["by"];
}

/** From the moment the setting is wrong until it is right again. */
export interface Incident {
  id: string;
  since: string;
  /** How many messages there were. */
  messages: number;
}

/** What the notifier remembers of one Region. */
export interface Story {
  told?: Told;
  /** Undefined while the setting is right. */
  incident?: Incident;
  /** Settings that were told as they were live, and that AWS Config may still record; oldest first. */
  unrecorded: Unrecorded[];
  /** The capture time of the newest item that recorded such a setting. */
  recordedUntil?: string | undefined;
  /** What was told live, and AWS Config recorded a later one first; oldest first. An item that comes late may be its record. */
  passedOver?: Unrecorded[] | undefined;
  /** What was heard of, whatever came of it; in no order. */
  heard?: { items: Sight[]; looks: Sight[] } | undefined;
}

/** An item, or the last look at a setting that was live. */
type Sight = Pick<Told, "setting" | "asOf">;

interface Unrecorded extends Pick<Told, "complianceType" | "setting" | "asOf"> {
  /** When something else was seen last; undefined where nothing was. */
  after?: string;
}

/** A message to be written: what happened, and what people knew before. */
export interface Telling {
  /** `late`: it was so and is over, and people know what came after it. */
  kind: "wrong" | "wrong-again" | "put-right" | "changed" | "recorded" | "late";
  incident: Incident;
  before: Told | undefined;
  seen: Observation | RecordedChange;
}

/** Recording takes minutes. A live setting that was not recorded by then was replaced before AWS Config looked. */
const recordedWithin = 60 * 60_000;

/** The most live settings to remember. */
const unrecordedLimit = 10;

/** The most items to remember. */
const itemLimit = 20;

/** The most settings of which to remember the last look. */
const lookLimit = 10;

export const newStory: Story = { unrecorded: [], heard: { items: [], looks: [] } };

/**
 * Continues the story with what was seen. A pure function: the caller keeps the story and publishes the telling.
 *
 * @param location distinguishes incident IDs: `<account>/<region>`
 * @returns the story from now on, and what to tell; nothing when people know it already, or know something newer
 */
export function continueStory(
  story: Story,
  seen: Observation | RecordedChange,
  location: string,
): { story: Story; telling?: Telling } {
  const { story: next, ...rest } = goOn(story, seen, location);
  return { story: { ...next, heard: heardOf(story, next, seen) }, ...rest };
}

function heardOf({ heard, told }: Story, next: Story, seen: Observation | RecordedChange): Story["heard"] {
  const { items, looks } = heard ?? { items: [], looks: [] };
  const { setting, asOf } = seen;
  const sight: Sight = { setting, asOf };
  // People know that what they were told last was so until then.
  const ended =
    told !== undefined && next.told?.setting !== told.setting ? [{ ...sight, setting: told.setting }] : [];
  const looked = isItem(seen) ? ended : [...ended, sight];
  return {
    items: isItem(seen) ? [...items.filter((one) => one.asOf !== asOf), sight].slice(-itemLimit) : items,
    looks: [
      ...looks.filter((one) => !looked.some((other) => other.setting === one.setting)),
      ...looked,
    ].slice(-lookLimit),
  };
}

function goOn(
  story: Story,
  seen: Observation | RecordedChange,
  location: string,
): ReturnType<typeof continueStory> {
  const { told } = story;
  if (told !== undefined && seen.asOf < told.asOf && !isEcho(story, seen))
    return goBack(story, seen, location);
  if (isHandled(story, seen)) return goBack(story, seen, location);
  if (seen.by === "event") return tellRecorded(story, seen, location);
  const echo = story.unrecorded.findIndex((one) => seen.by === "recorder" && wasToldAs(one, seen));
  if (echo >= 0) {
    const known = recordedAs(story, echo);
    if (isBackAgain(story, echo, seen)) return goOn(known, seen, location);
    return { story: { ...known, recordedUntil: seen.asOf } };
  }
  const now: Told = {
    complianceType: seen.complianceType,
    isJudged: true,
    setting: seen.setting,
    reason: reasonOf(seen.annotation),
    asOf: seen.asOf,
    by: seen.by,
  };
  if (told === undefined && seen.complianceType === "COMPLIANT") return { story: { ...story, told: now } };
  if (told !== undefined && saysTheSame(told, now)) return { story: { ...story, told: now } };
  const incident = nextIncident(story, seen, location);
  const unrecorded =
    seen.by === "recorder" || told?.setting === seen.setting
      ? story.unrecorded
      : withUnrecorded(story.unrecorded, unrecordedOf(now, told));
  return {
    story: {
      recordedUntil: story.recordedUntil,
      passedOver: story.passedOver,
      told: now,
      ...(seen.complianceType === "NON_COMPLIANT" && { incident }),
      unrecorded,
    },
    telling: { kind: kindOf(story, seen), incident, before: told, seen },
  };
}

/** A change is told when it is recorded; its verdict follows with the next scheduled run. */
function tellRecorded(
  story: Story,
  seen: RecordedChange,
  location: string,
): ReturnType<typeof continueStory> {
  const { told } = story;
  // The first setting is told with its verdict.
  if (told === undefined) return { story };
  const echo = story.unrecorded.findIndex((one) => wasSetTo(one, seen));
  if (echo >= 0) {
    const known = recordedAs(story, echo);
    if (isBackAgain(story, echo, seen)) return tellRecorded(known, seen, location);
    return { story: { ...known, recordedUntil: seen.asOf } };
  }
  if (told.setting === seen.setting) return { story: { ...story, told: { ...told, asOf: seen.asOf } } };
  const incident = nextIncident(story, seen, location);
  return {
    story: {
      ...story,
      told: { ...told, setting: seen.setting, asOf: seen.asOf, by: seen.by, isJudged: false },
      ...(story.incident !== undefined && { incident }),
    },
    telling: { kind: "recorded", incident, before: told, seen },
  };
}

/** What AWS Config recorded is no longer waited for; what was told before that is, if at all, recorded late. */
function recordedAs(story: Story, echo: number): Story {
  const { unrecorded, passedOver = [] } = story;
  return {
    ...story,
    unrecorded: unrecorded.slice(echo + 1),
    passedOver: [...passedOver, ...unrecorded.slice(0, echo)].slice(-unrecordedLimit),
  };
}

/** What was told live, in the order in which it was so. */
function withUnrecorded(unrecorded: readonly Unrecorded[], one: Unrecorded): Unrecorded[] {
  return [...unrecorded, one].sort((a, b) => a.asOf.localeCompare(b.asOf)).slice(-unrecordedLimit);
}

/** What is older than what is known: told where nobody heard of it, because a function failed, and it is over. */
function goBack(
  story: Story,
  seen: Observation | RecordedChange,
  location: string,
): ReturnType<typeof continueStory> {
  const { passedOver = [], unrecorded } = story;
  if (!isUnheard(story, seen)) return { story };
  const claimed = [...passedOver, ...unrecorded].find((one) => isItem(seen) && wasSetTo(one, seen));
  if (claimed !== undefined) {
    const others = (all: readonly Unrecorded[]) => all.filter((one) => one !== claimed);
    return { story: { ...story, passedOver: others(passedOver), unrecorded: others(unrecorded) } };
  }
  const incident = nextIncident(story, seen, location);
  return {
    story: {
      ...story,
      ...(story.incident !== undefined && { incident }),
      ...((seen.by === "schedule" || seen.by === "call") && {
        unrecorded: withUnrecorded(story.unrecorded, unrecordedOf(seen, undefined)),
      }),
    },
    telling: { kind: "late", incident, before: story.told, seen },
  };
}

/** Whether nobody has heard of what is older than what is known: of what was wrong, or what nothing judges. */
function isUnheard(story: Story, seen: Observation | RecordedChange): boolean {
  const { told, heard } = story;
  // An earlier version kept no list.
  if (heard === undefined) return false;
  if (seen.by !== "event" && seen.complianceType === "COMPLIANT") return false;
  const { items, looks } = heard;
  if (!isItem(seen)) return ![...items, ...looks].some((one) => isNear(one, seen));
  // AWS Config may record what was found live, and what was so before anybody looked for the first time.
  if (told !== undefined && !isItem(told) && seen.setting === told.setting) return false;
  const isForgotten = items.length === itemLimit && items.every(({ asOf }) => asOf > seen.asOf);
  return !isForgotten && items.every(({ asOf }) => asOf !== seen.asOf);
}

function isItem({ by }: { by: Told["by"] }): boolean {
  return by === "recorder" || by === "event";
}

function kindOf({ incident }: Story, { complianceType }: Observation): Telling["kind"] {
  if (complianceType === "NON_COMPLIANT") return incident === undefined ? "wrong" : "wrong-again";
  return incident === undefined ? "changed" : "put-right";
}

function nextIncident({ incident }: Story, seen: Observation | RecordedChange, location: string): Incident {
  if (incident !== undefined) return { ...incident, messages: incident.messages + 1 };
  const since = ("call" in seen ? seen.call?.calledAt : undefined) ?? seen.asOf;
  // From what was seen alone, so that a try after a failure has the same.
  const id = createHash("sha256")
    .update(`${location}/${seen.asOf}/${seen.setting}`)
    .digest("hex")
    .slice(0, 8);
  return { id, since, messages: 1 };
}

/** What is right for another reason than before is no news; neither is a note such as that X-Ray still applies a setting. */
function saysTheSame(told: Told, now: Told): boolean {
  if (told.complianceType !== now.complianceType) return false;
  if (now.complianceType === "COMPLIANT") return told.setting === now.setting;
  return told.isJudged && told.setting === now.setting && told.reason === now.reason;
}

/** Whether an item records what was told live, and is perhaps over by now. */
function isEcho({ unrecorded }: Story, seen: Observation | RecordedChange): boolean {
  return isItem(seen) && unrecorded.some((one) => wasSetTo(one, seen));
}

/**
 * Whether the echo of what was told live last is news again: another item was told after that, and this one comes after it.
 * So it is where a setting was replaced before anybody looked, and AWS Config recorded both.
 */
function isBackAgain(
  { told, unrecorded }: Story,
  echo: number,
  { setting, asOf }: Observation | RecordedChange,
): boolean {
  const last = unrecorded.length - 1;
  if (told === undefined || echo < last || told.setting === setting) return false;
  return isItem(told) && told.asOf > (unrecorded[last]?.asOf ?? "") && told.asOf < asOf;
}

/** Whether an item is an echo that comes once more, or is older than one. What is so may be judged anew, as its key changed. */
function isHandled({ told, recordedUntil }: Story, seen: Observation | RecordedChange): boolean {
  if (recordedUntil === undefined || !isItem(seen)) return false;
  if (seen.asOf !== recordedUntil) return seen.asOf < recordedUntil;
  return seen.by === "event" || told?.setting !== seen.setting || told.complianceType === seen.complianceType;
}

function unrecordedOf(
  { complianceType, setting, asOf }: Pick<Told, "complianceType" | "setting" | "asOf">,
  before: Told | undefined,
): Unrecorded {
  return { complianceType, setting, asOf, ...(before !== undefined && { after: before.asOf }) };
}

function wasToldAs(one: Unrecorded, seen: Observation): boolean {
  return wasSetTo(one, seen) && one.complianceType === seen.complianceType;
}

/** An item of before is of another time at which the setting was the same: AWS Config judges its last item again when asked. */
function wasSetTo(one: Unrecorded, seen: { setting: string; asOf: string }): boolean {
  return (
    one.setting === seen.setting &&
    (one.after === undefined || seen.asOf > one.after) &&
    Date.parse(seen.asOf) - Date.parse(one.asOf) < recordedWithin
  );
}

/** Whether two speak of one setting, about the same time. */
function isNear(one: Sight, other: Sight): boolean {
  const apart = Math.abs(Date.parse(one.asOf) - Date.parse(other.asOf));
  return one.setting === other.setting && apart < recordedWithin;
}

/** An annotation's clause on what is: without what should be, and without the notes after it. */
export function reasonOf(annotation: string): string {
  return annotation.split(/,? (?:but|and) should |\. |\.$/, 1)[0] ?? annotation;
}

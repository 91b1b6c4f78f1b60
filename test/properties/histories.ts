import fc from "fast-check";
import type { EncryptionSetting } from "../../rule/decision/setting";

/**
 * What really happened in a Region, and what AWS would answer about it afterwards. Imports nothing of audit/: it is what
 * audit/ is held against.
 */
export interface History {
  truth: Truth;
  answers: {
    items: { at: Date; setting: EncryptionSetting | undefined; status: string }[];
    reports: { at: Date; complianceType: string | undefined }[];
    calls: {
      at: Date;
      eventId: string;
      principal: string;
      setting: EncryptionSetting | undefined;
      source: "event history" | "trail" | "function log";
    }[];
    callsKnown: { from: Date; to: Date } | undefined;
    callsUnread?: string;
    callsLater?: string;
    recorderStops: { from: Date; to: Date }[];
  };
  now: Date;
}

export interface Truth {
  /** What the setting was before anything happened. */
  initial: EncryptionSetting;
  /** In order of time. */
  calls: { at: number; eventId: string; principal: string; setting: EncryptionSetting; works: boolean }[];
  /** Every item, with the time whose setting it shows; undefined where it says that none is recorded any more. */
  items: { at: number; saw: number; setting: EncryptionSetting | undefined }[];
  /** Every report of the rule, recorded or not; undefined where the rule was deleted. */
  reports: { at: number; complianceType: string | undefined }[];
  /** When the recorder was stopped. */
  stops: { from: number; to: number }[];
}

const minute = 60_000;
const start = Date.UTC(2026, 0, 5);
/** The ARN of the key with an ID. */
export function keyArn(id: string): string {
  return `arn:aws:kms:eu-west-1:123456789012:key/${id}`;
}

const values: EncryptionSetting[] = [
  { type: "NONE" },
  ...["1234abcd-12ab-34cd-56ef-1234567890ab", "0987dcba-09fe-87dc-65ba-ab0987654321"].map(
    (id) => ({ type: "KMS", keyId: keyArn(id) }) as const,
  ),
];
const people = ["alice", "bob", "carol"].map((name) => `arn:aws:iam::123456789012:user/${name}`);

/** What a history is made from. */
interface Recipe {
  initial: number;
  /** Whether fast detection judges three seconds after a call. */
  fast: boolean;
  calls: {
    gap: number;
    value: number;
    who: number;
    works: boolean;
    lost: boolean;
    lag: number;
    repeats: boolean;
    /** What CloudTrail has of the setting that the call asked for. */
    told: "key" | "alias" | "nothing";
    /** Whether CloudTrail has delivered it already, if it was in the last minutes. */
    delivered: boolean;
  }[];
  /** Minutes from the start. */
  scheduled: number[];
  stops: { from: number; length: number }[];
  /** Minutes from the start at which the rule was deleted, to be there again at once. */
  deleted: number[];
  /** Minutes from the start at which the recorder was told to leave the setting out. */
  leftOut: number[];
  /** Minutes from the start from which CloudTrail's record is there; undefined when it could not be read. */
  known: number | undefined;
  /** Minutes after the last call at which somebody asks. */
  asked: number;
}

const recipe: fc.Arbitrary<Recipe> = fc.record({
  initial: fc.nat(values.length - 1),
  fast: fc.boolean(),
  calls: fc.array(
    fc.record({
      // Seconds since the call before: often sooner than AWS Config records.
      gap: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 60, max: 3600 })),
      value: fc.nat(values.length - 1),
      who: fc.nat(people.length - 1),
      works: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
      lost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      lag: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 890 })),
      repeats: fc.boolean(),
      delivered: fc.boolean(),
      told: fc.oneof(
        { weight: 8, arbitrary: fc.constant("key" as const) },
        { weight: 1, arbitrary: fc.constant("alias" as const) },
        { weight: 1, arbitrary: fc.constant("nothing" as const) },
      ),
    }),
    { maxLength: 8 },
  ),
  scheduled: fc.array(fc.integer({ min: 0, max: 240 }), { maxLength: 4 }),
  stops: fc.array(
    fc.record({ from: fc.integer({ min: 0, max: 240 }), length: fc.integer({ min: 1, max: 60 }) }),
    {
      maxLength: 1,
    },
  ),
  deleted: seldom(fc.integer({ min: 0, max: 240 })),
  leftOut: seldom(fc.integer({ min: 2, max: 240 })),
  known: fc.oneof(
    { weight: 6, arbitrary: fc.constant(-600) },
    { weight: 2, arbitrary: fc.integer({ min: -10, max: 200 }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
  asked: fc.integer({ min: 0, max: 60 }),
});

/** One in ten times. */
function seldom<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: one.map((value) => [value]) },
  );
}

/** Random histories with the truth beside them. */
export const histories: fc.Arbitrary<History> = recipe.map(historyOf);

function historyOf(made: Recipe): History {
  const initial = valueAt(made.initial);
  let at = start + 30 * minute;
  const calls = made.calls.map(({ gap, value, who, works }, index) => {
    at += gap * 1000;
    return {
      at,
      eventId: `event-${index}`,
      principal: people[who] ?? "nobody",
      setting: valueAt(value),
      works,
    };
  });
  const settingAt = (time: number): EncryptionSetting =>
    calls.findLast((call) => call.works && call.at <= time)?.setting ?? initial;
  const now = at + made.asked * minute;
  const stops = made.stops.map(({ from, length }) => ({
    from: start + from * minute,
    to: start + (from + length) * minute,
  }));
  const isRecording = (time: number): boolean => !stops.some(({ from, to }) => time >= from && time < to);

  // AWS Config sees the setting some time after each change, in order; sometimes twice, sometimes not at all.
  let sawLast = 0;
  const seen = [
    { at: start + minute, late: 0 },
    ...made.calls.flatMap(({ lag, lost, repeats }, index) => {
      const called = calls[index];
      if (lost || called?.works !== true) return [];
      const one = { at: called.at + lag * 1000, late: Math.floor(lag / 3) * 1000 };
      return repeats ? [one, { at: one.at + 20_000, late: 0 }] : [one];
    }),
  ]
    .sort((a, b) => a.at - b.at)
    .filter((item, index, all) => item.at !== all[index - 1]?.at && item.at <= now && isRecording(item.at))
    .map(({ at: captured, late }) => {
      const saw = Math.max(sawLast, captured - late);
      sawLast = saw;
      return { at: captured, saw, setting: settingAt(saw) };
    });
  const leftOut = made.leftOut
    .map((after) => ({ at: start + after * minute, saw: start + after * minute, setting: undefined }))
    .filter(({ at: time }) => time <= now && isRecording(time) && !seen.some((item) => item.at === time));
  const items = [...seen, ...leftOut].sort((a, b) => a.at - b.at);

  const complianceOf = (setting: EncryptionSetting) =>
    JSON.stringify(setting) === JSON.stringify(values[1]) ? "COMPLIANT" : "NON_COMPLIANT";
  const reports = [
    ...seen.map((item) => ({ at: item.at + 5000, complianceType: complianceOf(item.setting) })),
    ...made.scheduled.map((after) => ({
      at: start + after * minute + 7000,
      complianceType: complianceOf(settingAt(start + after * minute)),
    })),
    ...(made.fast
      ? calls
          .filter(({ works }) => works)
          .map((call) => ({ at: call.at + 3000, complianceType: complianceOf(settingAt(call.at + 3000)) }))
      : []),
    ...made.deleted.map((after) => ({ at: start + after * minute + 9000, complianceType: undefined })),
  ]
    .filter((report) => report.at <= now)
    .sort((a, b) => a.at - b.at)
    // Sentences tell times to the second: no two reports fall on the same one.
    .filter((report, index, all) => report.at !== all[index - 1]?.at);
  const recorded = reports.filter((report) => isRecording(report.at));
  const differing = recorded.filter(
    ({ complianceType }, index) => complianceType !== recorded[index - 1]?.complianceType,
  );

  const known =
    made.known === undefined
      ? undefined
      : { from: new Date(start + made.known * minute), to: new Date(now - 15 * minute) };
  // Of the last minutes CloudTrail has delivered some calls, and others not.
  const knownCalls = calls.filter(
    (call, index) =>
      known !== undefined &&
      call.works &&
      call.at >= known.from.getTime() &&
      (call.at <= known.to.getTime() || made.calls[index]?.delivered === true),
  );
  return {
    truth: { initial, calls, items, reports, stops },
    answers: {
      items: items.map((item) => ({
        at: new Date(item.at),
        setting: item.setting,
        status: item.setting === undefined ? "ResourceNotRecorded" : "OK",
      })),
      reports: differing.map((report) => ({
        at: new Date(report.at),
        complianceType: report.complianceType,
      })),
      calls: knownCalls.map(({ at: time, eventId, principal, setting }) => ({
        at: new Date(time),
        eventId,
        principal,
        setting: toldOf(setting, made.calls[Number(eventId.slice(6))]?.told),
        source: "event history" as const,
      })),
      callsKnown: known,
      recorderStops: stops.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) })),
    },
    now: new Date(now),
  };
}

function toldOf(
  setting: EncryptionSetting,
  told: Recipe["calls"][number]["told"] | undefined,
): EncryptionSetting | undefined {
  if (told === "nothing") return undefined;
  return told === "alias" && setting.type === "KMS" ? { type: "KMS", keyId: "alias/x" } : setting;
}

function valueAt(index: number): EncryptionSetting {
  return values[index] ?? { type: "NONE" };
}

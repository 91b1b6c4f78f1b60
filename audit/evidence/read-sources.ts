import { AuditError } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { deliveryLag, eventHistoryBegins, readEventHistory, type TrailEvent } from "../aws/cloudtrail";
import { readRecorder, type Recorder } from "../aws/recorder";
import { findRule, type JudgingRule } from "../aws/rule";
import { readTrailFiles, type TrailFolder } from "../aws/trail-files";
import {
  discoveredIds,
  encryptionConfigType,
  type RecordedItem,
  readItems,
  resourceComplianceType,
} from "../history/recorded-items";
import { settingOf } from "../history/setting-history";
import { recordedVerdict } from "../history/verdict-history";
import { encryptionCalls, recorderStops } from "./calls";
import { type Criterion, criteriaOf } from "./criteria";
import type { Sources, Span } from "./sources";

/** What to read of a Region. */
export interface SourceOptions {
  /** The account's ID. */
  account: string;
  /** The rule's name; by default it is found. */
  rule: string | undefined;
  since: Date | undefined;
  until: Date | undefined;
  /** Where a trail delivers, if its files are to be read. */
  trail: TrailFolder | undefined;
  now: Date;
}

/** What was read of a Region. */
export interface RegionSources {
  sources: Sources;
  /** Undefined where no rule judges the setting now. */
  rule: JudgingRule | undefined;
  criteria: Criterion[];
  recorder: Recorder | undefined;
  /** What could not be read of CloudTrail. */
  problems: AuditError[];
  /** Whether AWS Config recorded something in the period. */
  isRecorded: boolean;
  /** When the first of all that was read happened; undefined where there is nothing. */
  first: Date | undefined;
}

/**
 * Reads what AWS Config and CloudTrail know of a Region's setting.
 *
 * @throws AuditError where AWS Config cannot be read; where CloudTrail cannot, that is among the problems
 */
export async function readSources(clients: Clients, options: SourceOptions): Promise<RegionSources> {
  const { since, until, now } = options;
  const period = { since, until };
  const [rule, ids, recorder, trail] = await Promise.all([
    findRule(clients, options.rule),
    discoveredIds(clients, encryptionConfigType),
    readRecorder(clients),
    readCalls(clients, options),
  ]);
  const read = await Promise.all(
    ids.map(async (id) => ({
      items: await itemsOf(clients, encryptionConfigType, id, period),
      verdicts: await itemsOf(clients, resourceComplianceType, `${encryptionConfigType}/${id}`, period),
    })),
  );
  const items = inOrder(read.flatMap((one) => one.items)).map((item) => ({
    at: item.capturedAt,
    setting: settingOf(item, clients.region),
    status: item.status,
  }));
  const reports = inOrder(read.flatMap(({ verdicts }) => verdicts)).map((item) =>
    recordedVerdict(item, rule?.name, clients.region),
  );
  const { events, problems, ...calls } = trail;
  const end = until ?? now;
  const recorded = [...items, ...reports].map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  const sources: Sources = {
    items,
    reports,
    // A call before the time of which all are known says nothing of the time after it.
    calls: encryptionCalls(events).filter(
      ({ at }) => calls.callsKnown !== undefined && at >= calls.callsKnown.from && at <= end,
    ),
    ...calls,
    recorderStops: recorderStops(events, recorder, recorded, end),
    notRecordedNow: whyNotRecorded(recorder),
  };
  const [first] = [...recorded, ...sources.calls.map(({ at }) => at)].sort(
    (a, b) => a.getTime() - b.getTime(),
  );
  const criteria = rule === undefined ? [] : criteriaOf(rule, events);
  const isRecorded = recorded.some((at) => since === undefined || at >= since);
  return { sources, rule, criteria, recorder, problems, isRecorded, first };
}

/** The items of a period, and the last one before it. */
async function itemsOf(
  clients: Clients,
  resourceType: string,
  resourceId: string,
  { since, until }: { since: Date | undefined; until: Date | undefined },
): Promise<RecordedItem[]> {
  const items: RecordedItem[] = [];
  if (since !== undefined) {
    const before = new Date(since.getTime() - 1);
    const query = { resourceType, resourceId, until: before, newestFirst: true };
    for await (const item of readItems(clients, query)) {
      items.push(item);
      break;
    }
  }
  for await (const item of readItems(clients, { resourceType, resourceId, since, until })) items.push(item);
  return items;
}

function inOrder(items: RecordedItem[]): RecordedItem[] {
  return items.sort((a, b) => a.capturedAt.getTime() - b.capturedAt.getTime());
}

interface Calls {
  events: TrailEvent[];
  callsKnown: Span | undefined;
  callsUnread?: string;
  problems: AuditError[];
}

/** The calls by CloudTrail's event history and, if asked for, by a trail's files; and of which time they are all there. */
async function readCalls(
  clients: Clients,
  { account, since, until, trail, now }: SourceOptions,
): Promise<Calls> {
  const problems: AuditError[] = [];
  const attempt = async <T>(reading: Promise<T> | undefined): Promise<T | undefined> => {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
  const delivered = new Date(now.getTime() - deliveryLag);
  const period = { from: since ?? new Date(0), to: until ?? now };
  const [history, files] = await Promise.all([
    attempt(readEventHistory(clients, now)),
    attempt(trail && readTrailFiles(clients, account, trail, period)),
  ]);
  const inHistory: Span | undefined = history && { from: eventHistoryBegins(now), to: delivered };
  const inFiles: Span | undefined = files?.covered && {
    from: files.covered.from,
    to: files.covered.to < delivered ? files.covered.to : delivered,
  };
  const callsKnown = joined(inFiles, inHistory, period);
  const own = new Set(files?.events.map(({ eventId }) => eventId));
  const events = [...(files?.events ?? []), ...(history ?? []).filter(({ eventId }) => !own.has(eventId))];
  return {
    events: events.sort((a, b) => a.at.getTime() - b.at.getTime()),
    callsKnown,
    ...(callsKnown === undefined && { callsUnread: "CloudTrail could not be read" }),
    problems,
  };
}

/** Two times as one where they touch; else the one that has more of a period. */
function joined(earlier: Span | undefined, later: Span | undefined, { from, to }: Span): Span | undefined {
  if (earlier === undefined || later === undefined) return later ?? earlier;
  if (earlier.from >= later.from) return later;
  if (earlier.to >= later.from) return { from: earlier.from, to: later.to };
  const shared = (span: Span): number =>
    Math.min(span.to.getTime(), to.getTime()) - Math.max(span.from.getTime(), from.getTime());
  return shared(earlier) > shared(later) ? earlier : later;
}

function whyNotRecorded(recorder: Recorder | undefined): string | undefined {
  if (recorder === undefined) return "the Region has no AWS Config recorder";
  if (!recorder.recording) return `recorder ${recorder.name} is stopped`;
  return recorder.records(encryptionConfigType)
    ? undefined
    : `recorder ${recorder.name} does not record ${encryptionConfigType}`;
}

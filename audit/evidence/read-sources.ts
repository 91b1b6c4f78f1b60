import { AuditError } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { deliveryLag, eventHistoryBegins, readEventHistory, type TrailEvent } from "../aws/cloudtrail";
import { type FunctionLog, readFunctionLog } from "../aws/function-log";
import { readDeliveryChannel, readRecorder, type Recorder } from "../aws/recorder";
import { findRule, type JudgingRule } from "../aws/rule";
import { readTrailFiles, type TrailFiles, type TrailFolder } from "../aws/trail-files";
import { itemsDeliveredAfter } from "../history/delivered-items";
import {
  differenceOf,
  discoveredIds,
  encryptionConfigType,
  nameOf,
  type RecordedItem,
  readItems,
  resourceComplianceType,
} from "../history/recorded-items";
import { settingOf } from "../history/setting-history";
import { recordedVerdict } from "../history/verdict-history";
import { encryptionCalls, recorderStops } from "./calls";
import { type Criterion, criteriaOf } from "./criteria";
import type { HashedFile } from "../aws/read-file";
import type { ItemSource, Sources, Span } from "./sources";

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
  /** Whether to look up in which delivered file each item is. */
  delivered?: boolean;
  now: Date;
}

/** What was read of a Region. */
export interface RegionSources {
  sources: Sources;
  /** Undefined where no rule judges the setting now. */
  rule: JudgingRule | undefined;
  criteria: Criterion[];
  recorder: Recorder | undefined;
  /** What could not be read of CloudTrail, of the function's log, or of the delivered files. */
  problems: AuditError[];
  /** Whether AWS Config recorded something in the period. */
  isRecorded: boolean;
  /** When the first of all that was read happened; undefined where there is nothing. */
  first: Date | undefined;
}

/**
 * Reads what AWS Config and CloudTrail know of a Region's setting, and what the rule's function kept of CloudTrail.
 *
 * @throws AuditError where AWS Config cannot be read; where the others cannot, that is among the problems
 */
export async function readSources(clients: Clients, options: SourceOptions): Promise<RegionSources> {
  const { since, until, now } = options;
  const problems: AuditError[] = [];
  const ofFiles: AuditError[] = [];
  const [rule, { recordedItems, recordedVerdicts, files }, recorder, cloudTrail] = await Promise.all([
    findRule(clients, options.rule),
    readRecorded(clients, options, ofFiles),
    readRecorder(clients),
    readCloudTrail(clients, options, problems),
  ]);
  problems.push(...ofFiles);
  const items = recordedItems.map((item) => ({
    at: item.capturedAt,
    setting: settingOf(item, clients.region),
    status: item.status,
    item: sourceOf(item, files),
  }));
  const reports = recordedVerdicts.map((item) => ({
    ...recordedVerdict(item, rule?.name, clients.region),
    item: sourceOf(item, files),
  }));
  const end = until ?? now;
  const recorded = [...items, ...reports].map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  const begin = since ?? recorded[0];
  const isOlder = begin !== undefined && begin < eventHistoryBegins(now);
  const { name = "", functionArn } = rule ?? {};
  const log =
    functionArn !== undefined && (isOlder || cloudTrail.history === undefined)
      ? await orProblem(problems, readFunctionLog(clients, { name, functionArn }, { from: since, to: until }))
      : undefined;
  const { events, wholeEvents, ...calls } = callsIn({ ...cloudTrail, log }, { from: begin, to: until }, now);
  const sources: Sources = {
    items,
    reports,
    calls: encryptionCalls(events).filter(({ at }) => at <= end),
    ...calls,
    recorderStops: recorderStops(wholeEvents, recorder, recorded, end),
    notRecordedNow: whyNotRecorded(recorder),
  };
  const [first] = [...recorded, ...sources.calls.map(({ at }) => at)].sort(
    (a, b) => a.getTime() - b.getTime(),
  );
  const isUpToNow = calls.callsLater === undefined;
  const criteria = rule === undefined ? [] : criteriaOf(rule, wholeEvents, isUpToNow);
  const isRecorded = recorded.some((at) => since === undefined || at >= since);
  return { sources, rule, criteria, recorder, problems, isRecorded, first };
}

/** What AWS Config recorded, and the delivered files that have the same, where those are asked for. */
async function readRecorded(
  clients: Clients,
  options: SourceOptions,
  problems: AuditError[],
): Promise<{
  recordedItems: RecordedItem[];
  recordedVerdicts: RecordedItem[];
  files: Map<string, HashedFile> | undefined;
}> {
  const ids = await discoveredIds(clients, encryptionConfigType);
  const all = async (resourceType: string, resourceIds: readonly string[]): Promise<RecordedItem[]> => {
    const lists = resourceIds.map((id) => itemsOf(clients, resourceType, id, options));
    return (await Promise.all(lists)).flat().sort((a, b) => a.capturedAt.getTime() - b.capturedAt.getTime());
  };
  const [recordedItems, recordedVerdicts] = await Promise.all([
    all(encryptionConfigType, ids),
    all(
      resourceComplianceType,
      ids.map((id) => `${encryptionConfigType}/${id}`),
    ),
  ]);
  const lists = [recordedItems, recordedVerdicts];
  const files =
    options.delivered === true
      ? await orProblem(problems, filesOf(clients, options.account, lists, problems))
      : undefined;
  return { recordedItems, recordedVerdicts, files };
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

/**
 * The delivered file that has the same item, by the item's name. An item that is delivered otherwise than AWS Config answers
 * it is a problem.
 *
 * @throws AuditError
 */
async function filesOf(
  clients: Clients,
  account: string,
  lists: readonly RecordedItem[][],
  problems: AuditError[],
): Promise<Map<string, HashedFile>> {
  const files = new Map<string, HashedFile>();
  const channel = await readDeliveryChannel(clients);
  if (channel === undefined) return files;
  for (const items of lists) {
    const [first] = items;
    if (first === undefined) continue;
    const recorded = new Map(items.map((item) => [nameOf(item), item]));
    const times = items.map(({ capturedAt }) => capturedAt);
    for (const one of await itemsDeliveredAfter(clients, account, channel, first.resourceType, times)) {
      const name = nameOf(one);
      const same = recorded.get(name);
      const difference = same && differenceOf(same, one);
      if (difference !== undefined) {
        const { key } = one.file;
        problems.push(new AuditError("different", `${name} differs in ${key}: ${difference}.`));
      } else if (same !== undefined && !files.has(name)) files.set(name, one.file);
    }
  }
  return files;
}

function sourceOf(item: RecordedItem, files: Map<string, HashedFile> | undefined): ItemSource {
  const { capturedAt, stateId, read } = item;
  return { capturedAt, stateId, read, file: files?.get(nameOf(item)) };
}

/** What was read of calls, from each source; undefined where it was not read. */
interface CallSources {
  history: TrailEvent[] | undefined;
  files: TrailFiles | undefined;
  log: FunctionLog | undefined;
}

/** The calls by CloudTrail's event history and, if asked for, by a trail's files. */
async function readCloudTrail(
  clients: Clients,
  { account, since, until, trail, now }: SourceOptions,
  problems: AuditError[],
): Promise<Omit<CallSources, "log">> {
  const period = { from: since ?? new Date(0), to: until ?? now };
  const [history, files] = await Promise.all([
    orProblem(problems, readEventHistory(clients, now)),
    trail && orProblem(problems, readTrailFiles(clients, account, trail, period)),
  ]);
  return { history, files };
}

/** What is read, or undefined and one problem more. */
async function orProblem<T>(problems: AuditError[], reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    problems.push(error);
    return undefined;
  }
}

/** The calls that sources have, each once, and of which time these are all. Exported for the tests of what it may claim. */
export function callsIn(
  { history, files, log }: CallSources,
  { from, to }: { from: Date | undefined; to: Date | undefined },
  now: Date,
): Pick<Sources, "callsKnown" | "callsUnread" | "callsLater"> & {
  events: TrailEvent[];
  /** Those of the time of which all are known, and of the last minutes, that CloudTrail has delivered already. */
  wholeEvents: TrailEvent[];
} {
  const delivered = new Date(now.getTime() - deliveryLag);
  const spans: Span[] = [
    ...(history === undefined ? [] : [{ from: eventHistoryBegins(now), to: delivered }]),
    ...(files?.covered === undefined ? [] : [files.covered]),
    ...(log?.windows ?? []),
  ].map((span) => ({ from: span.from, to: span.to < delivered ? span.to : delivered }));
  const callsKnown = mostOf({ from: from ?? new Date(0), to: to ?? now }, joined(spans));
  if (callsKnown === undefined) {
    return { events: [], wholeEvents: [], callsKnown, callsUnread: "CloudTrail could not be read" };
  }
  const each = new Map(
    // The last one stands: a function's log has less of a call than CloudTrail's own records.
    [...(log?.events ?? []), ...(history ?? []), ...(files?.events ?? [])].map((event) => [
      event.eventId,
      event,
    ]),
  );
  const events = [...each.values()]
    // A call before the time of which all are known says nothing of the time after it.
    .filter(({ at }) => at >= callsKnown.from)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  if (callsKnown.to >= delivered) return { events, wholeEvents: events, callsKnown };
  return {
    events,
    wholeEvents: events.filter(({ at }) => at <= callsKnown.to),
    callsKnown,
    callsLater: "none of the sources that were read has every call of this time",
  };
}

/** Times, in order, as one where they touch. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = all.at(-1);
    if (last === undefined || last.to < span.from) all.push({ ...span });
    else if (last.to < span.to) last.to = span.to;
  }
  return all;
}

/** The one of several times that has most of a period; the latest of equals. */
function mostOf({ from, to }: Span, spans: readonly Span[]): Span | undefined {
  const shared = (span: Span): number =>
    Math.min(span.to.getTime(), to.getTime()) - Math.max(span.from.getTime(), from.getTime());
  return spans.reduce<Span | undefined>(
    (most, span) => (most !== undefined && shared(most) > shared(span) ? most : span),
    undefined,
  );
}

function whyNotRecorded(recorder: Recorder | undefined): string | undefined {
  if (recorder === undefined) return "the Region has no AWS Config recorder";
  if (!recorder.recording) return `recorder ${recorder.name} is stopped`;
  return recorder.records(encryptionConfigType)
    ? undefined
    : `recorder ${recorder.name} does not record ${encryptionConfigType}`;
}

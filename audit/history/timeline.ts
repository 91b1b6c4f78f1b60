import { subDays } from "date-fns";
import type { PropertyChange } from "../../rule/decision/change";
import type { EncryptionSetting } from "../../rule/decision/setting";
import { type EncryptionCall, callThatCaused, encryptionCalls, eventHistoryDays } from "../aws/cloudtrail";
import type { Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { discoveredIds, encryptionConfigType } from "./recorded-items";
import { type TimeRange, settingBefore, type SettingChange, settingChanges } from "./setting-history";
import { type RecordedVerdict, verdictBefore, verdictChanges } from "./verdict-history";

/** What AWS Config had recorded as the verdict when something happened. */
export interface VerdictThen {
  complianceType: string;
  recordedAt: Date;
  /** Whether it is an older verdict that still stood: AWS Config records a verdict only when it differs. */
  standing: boolean;
}

/** One entry of a timeline: a change of the setting, or a verdict that changed while the setting did not. */
export interface TimelineEntry {
  kind: "change" | "verdict";
  region: string;
  resourceId: string;
  /** When AWS Config recorded it. */
  at: Date;
  /** From/to; empty for a verdict. */
  changes: PropertyChange[];
  /** Whether this is where the record begins. */
  first: boolean;
  /** Why there is no setting any more: the item's status, such as `ResourceDeleted`. */
  gone: string | undefined;
  /** Undefined where AWS Config recorded none. */
  verdict: VerdictThen | undefined;
  /** For a verdict: the one before it. */
  verdictBefore: string | undefined;
  by: EncryptionCall | undefined;
  /** Why `by` is undefined: a clause. */
  byUnknown: string | undefined;
}

/** A Region's timeline: what stood when the period began, and what happened in it. */
export interface Timeline {
  region: string;
  resourceId: string;
  before: { setting: EncryptionSetting | undefined; verdict: RecordedVerdict | undefined };
  /** Why CloudTrail could not be asked; undefined when it could. */
  callersUnread: AuditError | undefined;
  entries: AsyncGenerator<TimelineEntry>;
}

/**
 * How long after a change a verdict still counts as the one on it. AWS Config evaluates within minutes, and Lambda
 * retries a failed invocation for a few more.
 */
const verdictWindow = 15 * 60_000;

/**
 * The timelines of a Region's settings: one, as a Region has one setting, or none where nothing was ever discovered.
 * Only the calls from CloudTrail are read at once; everything else is read as `entries` are.
 *
 * @param rule the rule whose verdicts count; undefined for whatever rules there were
 * @throws AuditError
 */
export async function openTimelines(
  clients: Clients,
  rule: string | undefined,
  period: TimeRange,
  now: Date,
): Promise<Timeline[]> {
  const ids = await discoveredIds(clients, encryptionConfigType);
  if (ids.length === 0) return [];
  let calls: EncryptionCall[] = [];
  let callersUnread: AuditError | undefined;
  try {
    calls = await encryptionCalls(clients, period, now);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    callersUnread = error;
  }
  return Promise.all(
    ids.map(async (resourceId) => {
      const setting = await settingBefore(clients, resourceId, period.since);
      const verdict = await verdictBefore(clients, resourceId, rule, period.since);
      const changes = settingChanges(clients, resourceId, period, setting);
      const verdicts = verdictChanges(clients, resourceId, rule, period, verdict);
      const context = { region: clients.region, resourceId, calls, callersUnread, now };
      return {
        region: clients.region,
        resourceId,
        before: { setting: setting?.setting, verdict },
        callersUnread,
        entries: merge(changes, verdicts, verdict, context),
      };
    }),
  );
}

interface Context {
  region: string;
  resourceId: string;
  /** Newest first; the ones behind a change are taken out. */
  calls: EncryptionCall[];
  callersUnread: AuditError | undefined;
  now: Date;
}

/** Two streams in order of time into one. A verdict soon after a change is told with that change. */
async function* merge(
  changes: AsyncGenerator<SettingChange>,
  verdicts: AsyncGenerator<RecordedVerdict>,
  before: RecordedVerdict | undefined,
  context: Context,
): AsyncGenerator<TimelineEntry> {
  let standing = before;
  let previous: Date | undefined;
  let verdict = await next(verdicts);
  let change = await next(changes);
  while (change !== undefined || verdict !== undefined) {
    if (change === undefined || (verdict !== undefined && verdict.at < change.at)) {
      if (verdict === undefined) return;
      yield verdictEntry(verdict, standing, context);
      standing = verdict;
      verdict = await next(verdicts);
      continue;
    }
    const current: SettingChange = change;
    // What comes after may be unreadable; what was read is told all the same, and then that.
    let fail: (() => never) | undefined;
    try {
      change = await next(changes);
    } catch (error) {
      fail = () => {
        throw error;
      };
      change = undefined;
    }
    const end = Math.min(current.at.getTime() + verdictWindow, change?.at.getTime() ?? Infinity);
    const onIt = verdict !== undefined && verdict.at.getTime() < end ? verdict : undefined;
    yield changeEntry(current, then(onIt, false) ?? then(standing, true), previous, context);
    previous = current.at;
    if (onIt !== undefined) {
      standing = onIt;
      verdict = await next(verdicts);
    }
    fail?.();
  }
}

function changeEntry(
  change: SettingChange,
  verdict: VerdictThen | undefined,
  previous: Date | undefined,
  context: Context,
): TimelineEntry {
  const { region, resourceId, calls, callersUnread, now } = context;
  const by = callThatCaused(calls, change, previous);
  if (by !== undefined) calls.splice(calls.indexOf(by), 1);
  return {
    kind: "change",
    region,
    resourceId,
    at: change.at,
    changes: change.changes,
    first: change.first,
    gone: change.setting === undefined ? change.status : undefined,
    verdict,
    verdictBefore: undefined,
    by,
    byUnknown: by === undefined ? whyUnknown(change, callersUnread, now) : undefined,
  };
}

function whyUnknown(change: SettingChange, unread: AuditError | undefined, now: Date): string {
  if (unread !== undefined) return "CloudTrail could not be read";
  if (change.at < subDays(now, eventHistoryDays))
    return `older than the ${eventHistoryDays} days of CloudTrail's event history`;
  return change.first
    ? "first seen by AWS Config; CloudTrail has no earlier call"
    : "CloudTrail's event history has no call for it";
}

function verdictEntry(
  verdict: RecordedVerdict,
  before: RecordedVerdict | undefined,
  { region, resourceId }: Context,
): TimelineEntry {
  return {
    kind: "verdict",
    region,
    resourceId,
    at: verdict.at,
    changes: [],
    first: false,
    gone: undefined,
    verdict: then(verdict, false),
    verdictBefore: before?.complianceType,
    by: undefined,
    byUnknown: undefined,
  };
}

function then(verdict: RecordedVerdict | undefined, standing: boolean): VerdictThen | undefined {
  return verdict?.complianceType === undefined
    ? undefined
    : { complianceType: verdict.complianceType, recordedAt: verdict.at, standing };
}

async function next<T>(stream: AsyncGenerator<T>): Promise<T | undefined> {
  const result = await stream.next();
  return result.done === true ? undefined : result.value;
}

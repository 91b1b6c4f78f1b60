import type { Caller, Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import type { Reason } from "../cli/exit-codes";
import { overall } from "../cli/exit-codes";
import { inParallel } from "../aws/in-parallel";
import { type InventoryRow, inventoryOf } from "../inventory/inventory";
import { findRule } from "../aws/rule";
import type { TimeRange } from "../history/setting-history";
import { openTimelines, type TimelineEntry } from "../history/timeline";
import {
  type NonCompliance,
  nonComplianceOf,
  verdictPeriods,
  type VerdictPeriod,
} from "../history/verdict-periods";

/** Everything that the page shows. */
export interface Report {
  madeAt: Date;
  caller: Caller;
  /** As requested. */
  period: TimeRange;
  /** The range of the verdict charts: from the first record to the end, the same for all Regions. */
  from: Date;
  to: Date;
  regions: RegionReport[];
}

/** One Region of the report. */
export interface RegionReport {
  region: string;
  now: InventoryRow;
  /** In order of time; empty where AWS Config recorded nothing. */
  entries: TimelineEntry[];
  verdictPeriods: VerdictPeriod[];
  nonCompliance: NonCompliance;
  /** What failed: whole sentences. */
  problems: string[];
  /** Whether the history could be read; otherwise `entries` and `verdictPeriods` are meaningless. */
  isHistoryRead: boolean;
  reason: Reason;
}

/** What a report is made from. */
export interface ReportOptions {
  connect: (region: string) => Clients;
  caller: Caller;
  regions: readonly string[];
  rule?: string | undefined;
  period: TimeRange;
  now: Date;
  /** Called after each Region. */
  done?: (region: string) => void;
}

/** Reads all Regions in parallel. A Region that fails is part of the report, with its error. */
export async function collectReport(options: ReportOptions): Promise<Report> {
  const { regions, caller, period, now, connect, done } = options;
  const collected = await inParallel(regions, (region) => collectRegion(connect(region), options), {
    ...(done && { done }),
  });
  const times = collected.flatMap(({ entries }) => entries.map(({ at }) => at.getTime()));
  const to = period.until ?? new Date(Math.max(now.getTime(), ...times));
  const from = period.since ?? new Date(Math.min(to.getTime(), ...times));
  return {
    madeAt: now,
    caller,
    period,
    from,
    to,
    regions: collected.map(({ before, ...region }) => {
      const periods = region.isHistoryRead ? verdictPeriods(before, region.entries, from, to) : [];
      return { ...region, verdictPeriods: periods, nonCompliance: nonComplianceOf(periods) };
    }),
  };
}

type Collected = Omit<RegionReport, "verdictPeriods" | "nonCompliance"> & { before: string | undefined };

async function collectRegion(clients: Clients, options: ReportOptions): Promise<Collected> {
  const { caller, rule: wanted, period, now } = options;
  const { region } = clients;
  const [inventory, history] = await Promise.all([
    inventoryOf(clients, caller.account, { rule: wanted, now }),
    readHistory(clients, wanted, period, now),
  ]);
  const { before, entries, problems, isHistoryRead } = history;
  return {
    region,
    now: inventory.row,
    before,
    entries,
    isHistoryRead,
    problems: [
      ...new Set([
        ...(inventory.row.error ? [inventory.row.error.message] : []),
        ...problems.map((p) => p.message),
      ]),
    ],
    reason: reasonFor(inventory.reason, history),
  };
}

/** A Region's part of the exit code. A failure with some results is a partial answer. */
function reasonFor(inventory: Reason, { entries, problems, isHistoryRead }: History): Reason {
  const [problem] = problems;
  if (problem !== undefined) return overall([inventory, isHistoryRead ? "partial" : problem.reason]);
  return inventory === "ok" && entries.length === 0 ? "emptyHistory" : inventory;
}

interface History {
  before: string | undefined;
  entries: TimelineEntry[];
  problems: AuditError[];
  isHistoryRead: boolean;
}

async function readHistory(
  clients: Clients,
  wanted: string | undefined,
  period: TimeRange,
  now: Date,
): Promise<History> {
  const entries: TimelineEntry[] = [];
  const problems: AuditError[] = [];
  let before: string | undefined;
  let isHistoryRead = false;
  try {
    const timelines = await openTimelines(clients, await findRule(clients, wanted), period, now);
    for (const timeline of timelines) {
      before ??= timeline.before.verdict?.complianceType;
      if (timeline.callersUnread !== undefined) problems.push(timeline.callersUnread);
      for await (const entry of timeline.entries) entries.push(entry);
    }
    isHistoryRead = true;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    problems.push(error);
  }
  return {
    before,
    entries: entries.sort((a, b) => a.at.getTime() - b.at.getTime()),
    problems,
    isHistoryRead,
  };
}

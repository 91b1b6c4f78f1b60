import type { Caller, Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { inParallel } from "../aws/in-parallel";
import { findNotifier } from "../aws/notifier";
import type { TrailFolder } from "../aws/trail-files";
import type { Reason } from "../cli/exit-codes";
import { overall } from "../cli/exit-codes";
import type { Criterion } from "../evidence/criteria";
import { type Evidence, evidenceOf } from "../evidence/evidence";
import { readSources, type RegionSources } from "../evidence/read-sources";
import type { TimeRange } from "../history/setting-history";
import type { Sources } from "../evidence/sources";
import { type InventoryRow, inventoryOf } from "../inventory/inventory";
import type { Answers, Reads } from "./answers";

/** Everything that the page shows. */
export interface Report {
  madeAt: Date;
  caller: Caller;
  /** As requested. */
  period: TimeRange;
  /** Whether a trail's files were asked for. */
  hasTrail: boolean;
  /** The range of the charts: from the first record to the end, the same for all Regions. */
  from: Date;
  to: Date;
  regions: RegionReport[];
  /** What was asked of AWS. */
  reads: Reads[];
}

/** One Region of the report. */
export interface RegionReport {
  region: string;
  now: InventoryRow;
  /** What people call the account, as the notifier says it; undefined where it says nothing. */
  label: string | undefined;
  /** Why it is not known: a clause. */
  labelUnread: string | undefined;
  /** What the evidence is made from; undefined where the history could not be read. */
  sources: Sources | undefined;
  evidence: Evidence | undefined;
  /** Whether AWS Config recorded something in the period. */
  isRecorded: boolean;
  /** What was desired; empty where no rule judges the setting. */
  criteria: Criterion[];
  /** What failed: whole sentences. */
  problems: string[];
  reason: Reason;
}

/** What a report is made from. */
export interface ReportOptions {
  connect: (region: string) => Clients;
  caller: Caller;
  regions: readonly string[];
  rule?: string | undefined;
  period: TimeRange;
  trail?: TrailFolder | undefined;
  now: Date;
  /** What is told of each answer to `connect`'s clients. */
  answers: Answers;
  /** Called after each Region. */
  done?: (region: string) => void;
}

/** Reads all Regions in parallel. A Region that fails is part of the report, with its error. */
export async function collectReport(options: ReportOptions): Promise<Report> {
  const { regions, caller, period, trail, now, connect, done } = options;
  const collected = await inParallel(regions, (region) => collectRegion(connect(region), options), {
    ...(done && { done }),
  });
  const times = collected.flatMap(({ read }) => read?.first?.getTime() ?? []);
  const reads = options.answers.reads();
  const to = period.until ?? now;
  const from = period.since ?? new Date(Math.min(to.getTime(), ...times));
  return {
    madeAt: now,
    caller,
    period,
    hasTrail: trail !== undefined,
    from,
    to,
    regions: collected.map(({ read, ...region }) => ({
      ...region,
      evidence: read && evidenceOf(read.sources, { from, to }),
      sources: read?.sources,
      isRecorded: read?.isRecorded === true,
      criteria: read?.criteria ?? [],
    })),
    reads,
  };
}

type Collected = Omit<RegionReport, "sources" | "evidence" | "isRecorded" | "criteria"> & {
  read: RegionSources | undefined;
};

async function collectRegion(clients: Clients, options: ReportOptions): Promise<Collected> {
  const { caller, rule: wanted, now } = options;
  const [inventory, history] = await Promise.all([
    inventoryOf(clients, caller.account, { rule: wanted, now }),
    readHistory(clients, options),
  ]);
  const { read, problems } = history;
  const messages = [
    ...(inventory.row.error ? [inventory.row.error.message] : []),
    ...problems.map(({ message }) => message),
  ];
  return {
    region: clients.region,
    now: inventory.row,
    read,
    ...(await labelIn(clients, read)),
    problems: [...new Set(messages)],
    reason: reasonFor(inventory.reason, history),
  };
}

/** What the notifier of the Region calls the account. That it cannot be read is said, and is no failure. */
async function labelIn(
  clients: Clients,
  read: RegionSources | undefined,
): Promise<Pick<RegionReport, "label" | "labelUnread">> {
  try {
    const notifier = await findNotifier(clients, read?.rule);
    return { label: notifier?.label, labelUnread: undefined };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { label: undefined, labelUnread: error.message.replace(/\.$/, "") };
  }
}

/** A Region's part of the exit code. A failure with some results is a partial answer. */
function reasonFor(inventory: Reason, { read, problems }: History): Reason {
  const [problem] = problems;
  if (problem !== undefined) return overall([inventory, read === undefined ? problem.reason : "partial"]);
  return inventory === "ok" && read?.isRecorded === false ? "emptyHistory" : inventory;
}

interface History {
  read: RegionSources | undefined;
  problems: AuditError[];
}

async function readHistory(clients: Clients, options: ReportOptions): Promise<History> {
  const { caller, rule, period, trail, now } = options;
  try {
    const { account } = caller;
    const read = await readSources(clients, { account, rule, ...period, trail, delivered: true, now });
    return { read, problems: read.problems };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { read: undefined, problems: [error] };
  }
}

import type { AuditError } from "../aws/aws-call";
import type { Reason } from "../cli/exit-codes";
import type { Evidence } from "../evidence/evidence";
import type { RegionReport } from "../report/model";
import type { WrittenReport } from "../report/write";
import type { ChosenAccount } from "./account-list";
import { guardOf } from "./guard";

/** How long the rule said what in a Region, or in all of an account added up. */
export interface Times {
  nonCompliantSeconds: number;
  /** Time with a verdict of compliant or not. */
  judgedSeconds: number;
  /** Time of the report without one: whether the setting was wrong then is not known. */
  unjudgedSeconds: number;
  /** How many times the verdict became NON_COMPLIANT. */
  occurrences: number;
  longestSeconds: number;
}

/** One Region of an account. This is the JSON form. */
export interface RegionSummary {
  region: string;
  /** Whether a rule judges the setting and a recorder records it now; null where that is not known. */
  guarded: boolean | null;
  /** Why not, or why it is not known: clauses. */
  notGuarded: string[];
  /** What the rule says now; null where it says nothing, or cannot be asked. */
  verdict: string | null;
  /** Null where the history could not be read. */
  history: Times | null;
  problems: string[];
}

/** One account on the front page. This is the JSON form. */
export interface AccountSummary {
  account: string;
  /** What people call it: as the list says, else as its notifiers do. */
  label: string | null;
  /** The folder of its own report, and the SHA-256 of that one's manifest; null where there is none. */
  folder: string | null;
  manifestSha256: string | null;
  /** What its report is about; null where there is none. */
  from: string | null;
  to: string | null;
  /** Over all Regions whose history could be read: times of several add up even where they are the same time. */
  sum: Times;
  regions: RegionSummary[];
  /** Why there is no report. */
  error: { reason: Reason; message: string } | null;
}

/** What the front page says of an account, from its report. */
export function summaryOf(
  { account, label }: ChosenAccount,
  { report, manifestSha256 }: WrittenReport,
): AccountSummary {
  const regions = report.regions.map(regionSummary);
  const labels = [...new Set(report.regions.flatMap((region) => region.label ?? []))];
  return {
    account,
    label: label ?? (labels.length === 0 ? null : labels.join(", ")),
    folder: account,
    manifestSha256,
    from: report.from.toISOString(),
    to: report.to.toISOString(),
    sum: sumOf(regions),
    regions,
    error: null,
  };
}

/** An account that could not be asked. */
export function refusedSummary(
  { account, label, regions }: ChosenAccount,
  { reason, message }: AuditError,
): AccountSummary {
  const unread = regions.map((region) => ({
    region,
    guarded: null,
    notGuarded: ["the account could not be asked"],
    verdict: null,
    history: null,
    problems: [],
  }));
  return {
    account,
    label: label ?? null,
    folder: null,
    manifestSha256: null,
    from: null,
    to: null,
    sum: sumOf(unread),
    regions: unread,
    error: { reason, message },
  };
}

/** Whether nothing is known of what was said in a Region. */
export function isUnknown({ history }: RegionSummary): boolean {
  return history === null || history.judgedSeconds === 0;
}

/**
 * The accounts in the order of the front page: those that were wrong the longest first; of equals the one of which less is
 * known, so that none stands among the compliant of which that is not known.
 */
export function inOrder(accounts: readonly AccountSummary[]): AccountSummary[] {
  const keys = ({ sum, regions }: AccountSummary): number[] => [
    sum.nonCompliantSeconds,
    regions.filter(isUnknown).length / regions.length,
    regions.filter(({ guarded }) => guarded === null).length,
    regions.filter(({ guarded }) => guarded === false).length,
    sum.unjudgedSeconds,
  ];
  return [...accounts].sort((one, other) => {
    const [a, b] = [keys(one), keys(other)];
    const differs = a.findIndex((value, index) => value !== b[index]);
    return differs === -1 ? one.account.localeCompare(other.account) : (b[differs] ?? 0) - (a[differs] ?? 0);
  });
}

function regionSummary(report: RegionReport): RegionSummary {
  const { region, now, evidence, problems } = report;
  return {
    region,
    ...guardOf(report),
    verdict: now.verdict?.complianceType ?? null,
    history: evidence === undefined ? null : timesOf(evidence),
    problems,
  };
}

function timesOf({ span, nonCompliance }: Evidence): Times {
  const { nonCompliant, judged, occurrences, longest } = nonCompliance;
  const seconds = (milliseconds: number): number => Math.round(milliseconds / 1000);
  return {
    nonCompliantSeconds: seconds(nonCompliant),
    judgedSeconds: seconds(judged),
    unjudgedSeconds: seconds(span.to.getTime() - span.from.getTime() - judged),
    occurrences,
    longestSeconds: seconds(longest),
  };
}

function sumOf(regions: readonly RegionSummary[]): Times {
  const sum = {
    nonCompliantSeconds: 0,
    judgedSeconds: 0,
    unjudgedSeconds: 0,
    occurrences: 0,
    longestSeconds: 0,
  };
  for (const { history } of regions) {
    if (history === null) continue;
    sum.nonCompliantSeconds += history.nonCompliantSeconds;
    sum.judgedSeconds += history.judgedSeconds;
    sum.unjudgedSeconds += history.unjudgedSeconds;
    sum.occurrences += history.occurrences;
    sum.longestSeconds = Math.max(sum.longestSeconds, history.longestSeconds);
  }
  return sum;
}

import { jsonVersion, madeBy } from "../cli/json";
import { regionToJson } from "../evidence/json";
import type { Reads } from "./answers";
import type { RegionReport, Report } from "./model";

/** The report as JSON, without its entries. */
export function reportToJson(report: Report) {
  const { from, to, regions, reads } = report;
  return {
    ...headOf("report", report),
    from: from.toISOString(),
    to: to.toISOString(),
    regions: regions.map(reportedRegion),
    reads: readsToJson(reads),
  };
}

/** How a report's JSON begins, of one account or of many. */
export function headOf(
  kind: string,
  { caller, madeAt, period }: Pick<Report, "caller" | "madeAt" | "period">,
) {
  return {
    version: jsonVersion,
    kind,
    madeBy,
    simulated: caller.simulatedTime !== undefined,
    madeAt: madeAt.toISOString(),
    account: caller.account,
    caller: { arn: caller.arn, userId: caller.userId },
    since: period.since?.toISOString() ?? null,
    until: period.until?.toISOString() ?? null,
  };
}

export function readsToJson(reads: readonly Reads[]) {
  return reads.map(({ region, calls }) => ({
    region,
    calls: calls.map((one) => ({ ...one, first: one.first.toISOString(), last: one.last.toISOString() })),
  }));
}

function reportedRegion(one: RegionReport) {
  const { region, label, now, problems, sources, evidence, criteria } = one;
  const rule = now.rule === null ? undefined : now.rule;
  return {
    region,
    label: label ?? null,
    now,
    problems,
    /** Null where the history could not be read. */
    history:
      evidence === undefined || sources === undefined
        ? null
        : regionToJson(region, { sources, rule, criteria }, evidence),
  };
}

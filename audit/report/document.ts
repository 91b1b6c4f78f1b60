import { visibleLines } from "../../cli/visible";
import { jsonVersion, madeBy } from "../cli/json";
import { entriesOf } from "../evidence/entries";
import { entryToJson, regionToJson } from "../evidence/json";
import type { Reads } from "./answers";
import type { RegionReport, Report } from "./model";

/** The report as JSON, in pieces: an entry is a line. docs/report.schema.json says what it is. */
export function* jsonPieces(report: Report): Generator<string> {
  const { caller, madeAt, period, from, to, regions, reads } = report;
  const head = {
    version: jsonVersion,
    kind: "report",
    madeBy,
    simulated: caller.simulatedTime !== undefined,
    madeAt: madeAt.toISOString(),
    account: caller.account,
    caller: { arn: caller.arn, userId: caller.userId },
    since: period.since?.toISOString() ?? null,
    until: period.until?.toISOString() ?? null,
    from: from.toISOString(),
    to: to.toISOString(),
    regions: regions.map(reportedRegion),
    reads: readsToJson(reads),
  };
  yield `${readable(head).slice(0, -1)},\n"entries": [`;
  let lead = "\n";
  for (const { region, evidence } of regions) {
    for (const entry of evidence === undefined ? [] : entriesOf(evidence)) {
      yield lead + readable(entryToJson(region, entry));
      lead = ",\n";
    }
  }
  yield "\n]}\n";
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

function readable(value: object): string {
  return visibleLines(JSON.stringify(value));
}

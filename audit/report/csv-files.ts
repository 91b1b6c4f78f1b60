import { csv } from "../cli/print";
import { entryToRow, rowColumns } from "../evidence/csv";
import { entriesOf, type TimelineEntry } from "../evidence/entries";
import type { Report } from "./model";

/** How many rows are made at once. */
const rowsAtOnce = 1000;

/**
 * The report as two tables: what the setting was, and what the rule said; each with the times of which it is not known. Region
 * after Region, in order of time.
 */
export function* csvFiles(report: Report): Generator<{ name: string; text: string }> {
  yield* tableOf(report, "changes.csv", (entry) => !isOfVerdicts(entry));
  yield* tableOf(report, "verdicts.csv", isOfVerdicts);
}

function isOfVerdicts(entry: TimelineEntry): boolean {
  return entry.kind === "verdict" || (entry.kind === "gap" && entry.of === "verdict");
}

function* tableOf(
  { regions, caller }: Report,
  name: string,
  belongs: (entry: TimelineEntry) => boolean,
): Generator<{ name: string; text: string }> {
  const isSimulated = caller.simulatedTime !== undefined;
  let isFirst = true;
  for (const { region, evidence } of regions) {
    const entries = evidence === undefined ? [] : entriesOf(evidence).filter(belongs);
    for (let start = 0; start < entries.length; start += rowsAtOnce) {
      const rows = entries
        .slice(start, start + rowsAtOnce)
        .map((entry) => entryToRow(region, entry, isSimulated));
      yield { name, text: csv(rows, isFirst) };
      isFirst = false;
    }
  }
  // A table without rows still says what its columns are.
  if (isFirst) yield { name, text: csv([], true, rowColumns) };
}

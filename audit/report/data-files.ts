import { visibleLines } from "../../cli/visible";
import { csv } from "../cli/print";
import { entryToRow, rowColumns } from "../evidence/csv";
import { entryToJson, type JsonEntry } from "../evidence/json";
import { reportToJson } from "./document";
import type { Report } from "./model";

/** How many entries are made into text at once. With a thousand, a report on 10,000 changes took 10 MB more. */
const entriesAtOnce = 100;

/** The two tables: what the setting was, and what the rule said; each with the times of which it is not known. */
const tables = [
  { name: "changes.csv", has: (entry: JsonEntry) => !isOfVerdicts(entry) },
  { name: "verdicts.csv", has: isOfVerdicts },
];

function isOfVerdicts(entry: JsonEntry): boolean {
  return entry.kind === "verdict" || ("of" in entry && entry.of === "verdict");
}

/**
 * The report for programs, in pieces of its files: as JSON, of which an entry is a line, and as two tables. Region after Region,
 * in order of time. docs/report.schema.json says what the JSON is.
 */
export function* dataFiles(report: Report): Generator<{ name: string; text: string }> {
  const isSimulated = report.caller.simulatedTime !== undefined;
  const document = "report.json";
  yield { name: document, text: `${readable([reportToJson(report)]).slice(0, -1)},\n"entries": [` };
  for (const { name } of tables) yield { name, text: csv([], true, rowColumns) };
  let lead = "\n";
  for (const { region, evidence } of report.regions) {
    const entries = evidence?.entries ?? [];
    for (let start = 0; start < entries.length; start += entriesAtOnce) {
      const some = entries.slice(start, start + entriesAtOnce).map((entry) => entryToJson(region, entry));
      yield { name: document, text: lead + readable(some) };
      lead = ",\n";
      for (const { name, has } of tables)
        yield {
          name,
          text: csv(
            some.filter(has).map((entry) => entryToRow(entry, isSimulated)),
            false,
          ),
        };
    }
  }
  yield { name: document, text: "\n]}\n" };
}

/** A line each. */
function readable(values: readonly object[]): string {
  return visibleLines(values.map((value) => JSON.stringify(value)).join(",\n"));
}

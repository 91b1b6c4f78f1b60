import * as fs from "node:fs";
import * as path from "node:path";
import type { Played } from "./play";
import type { Subject } from "./subjects";
import type { Fault } from "./world";

/** What came of one fault of one call, in the words of the README. */
export interface FaultRow {
  call: string;
  purpose: string;
  fault: Fault;
  attempts: number;
  reported: string;
  logged: string;
}

export const resultsFile = path.join(__dirname, "results.json");

export function faultRow({ call, purpose, stands }: Subject, fault: Fault, outcome: Played): FaultRow {
  const [verdict] = outcome.reported;
  const noted = stands !== undefined && verdict?.annotation.includes(stands) === true;
  return {
    call,
    purpose,
    fault,
    attempts: outcome.attempts,
    reported: verdict === undefined ? "nothing" : `${verdict.complianceType}${noted ? `, "${stands}"` : ""}`,
    logged: outcome.error?.name ?? "the verdict",
  };
}

/** The README's table of faults: rows of calls that came to the same are one. */
export function faultsTable(): string {
  const rows = JSON.parse(fs.readFileSync(resultsFile, "utf8")) as FaultRow[];
  const byOutcome = new Map<string, { row: FaultRow; faults: string[] }>();
  for (const row of rows) {
    const key = JSON.stringify([row.call, row.purpose, row.reported, row.logged]);
    const same = byOutcome.get(key) ?? { row, faults: [] };
    same.faults.push(`${row.fault} (${row.attempts})`);
    byOutcome.set(key, same);
  }
  const lines = [...byOutcome.values()]
    .sort((one, other) =>
      `${one.row.call} ${one.row.purpose}`.localeCompare(`${other.row.call} ${other.row.purpose}`),
    )
    .map(({ row, faults }) =>
      [
        `\`${row.call}\`: ${row.purpose}`,
        faults.join(", "),
        row.reported,
        row.logged,
        row.reported === "nothing" ? "people, after two retries, and by the alarm" : "nobody",
      ].join(" | "),
    );
  return [
    "| call | fault (attempts) | reported | logged | told |",
    "| --- | --- | --- | --- | --- |",
    ...lines.map((line) => `| ${line} |`),
  ].join("\n");
}

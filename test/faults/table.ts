import * as fs from "node:fs";
import * as path from "node:path";
import type { Fault, Played } from "./play";
import type { Subject } from "./subjects";

/** What came of one fault of one call. */
export interface FaultRow {
  call: string;
  purpose: string;
  fault: Fault;
  tries: number;
  /** With what the verdict says that it does not know; undefined when nothing was reported. */
  reported: { complianceType: string; notes: string | undefined } | undefined;
  logged: string;
  told: string;
}

export const resultsFile = path.join(__dirname, "results.json");

export function faultRow({ call, purpose, stands }: Subject, fault: Fault, outcome: Played): FaultRow {
  const [verdict] = outcome.reported;
  const noted = stands !== undefined && verdict?.annotation.includes(stands) === true;
  const [log] = outcome.logs;
  return {
    call,
    purpose,
    fault,
    tries: outcome.tries,
    reported: verdict && { complianceType: verdict.complianceType, notes: noted ? stands : undefined },
    logged: (log?.["error"] as { name: string } | undefined)?.name ?? "the verdict",
    // Of the change itself people hear whatever becomes of its verdict.
    told: [...new Set(outcome.told)]
      .filter((kind) => kind !== "the change")
      .sort()
      .join(", "),
  };
}

/** The README's table of faults: faults and calls that came to the same share a row. */
export function faultsTable(): string {
  const results = JSON.parse(fs.readFileSync(resultsFile, "utf8")) as FaultRow[];
  const every = new Set(results.map(callOf)).size;
  const rows = grouped(results, (row) => [callOf(row), outcomeOf(row)]).map(([first, ...others]) => ({
    call: callOf(first),
    faults: [first, ...others].map(({ fault, tries }) => `${fault} (${tries})`).join(", "),
    outcome: outcomeOf(first),
  }));
  return [
    "| call | fault (tries) | reported | logged | people are told |",
    "| --- | --- | --- | --- | --- |",
    ...grouped(rows, ({ faults, outcome }) => [faults, outcome]).map(([first, ...others]) => {
      const calls = [first, ...others].map(({ call }) => call);
      return `| ${calls.length === every ? "every one of these" : calls.join("<br>")} | ${first.faults} | ${first.outcome.join(" | ")} |`;
    }),
  ].join("\n");
}

function callOf({ call, purpose }: FaultRow): string {
  return `\`${call}\`: ${purpose}`;
}

function outcomeOf({ reported, logged, told }: FaultRow): string[] {
  const notes = reported?.notes === undefined ? "" : `, "${reported.notes}"`;
  return [reported === undefined ? "nothing" : `${reported.complianceType}${notes}`, logged, told];
}

/** Those together that have the same key, in the order in which the keys came. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => unknown): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

import { spread } from "./statistics";
import { table } from "../../cli/table";
import type { Terminal } from "../../cli/terminal";
import type { CiResults } from "./clone/ci";
import { type CloneResults, clonesInSeconds } from "./clone/measure";
import type { EngineResults } from "./engine/measure";
import type { EvaluatorFigures } from "./evaluator/measure";
import type { RoundTripFigures } from "./evaluator/round-trips";
import type { Goal } from "./goals";
import type { InventoryResults } from "./inventory/measure";
import type { Machine } from "./machine";
import type { LocalYear } from "./local/measure";
import type { ProgramFigures } from "./program/measure";
import type { ReportResults } from "./report/measure";
import type { SoakResults } from "./soak/measure";

export interface Results {
  machine: Machine;
  runs: unknown;
  evaluator: EvaluatorFigures[];
  roundTrips: RoundTripFigures[];
  program: ProgramFigures[];
  localYear: LocalYear;
  goals: Goal[];
  /** Undefined until somebody has measured with the Pulumi CLI. */
  engine?: EngineResults;
  report?: ReportResults;
  soak?: SoakResults;
  inventory?: InventoryResults;
  clone?: CloneResults;
  ci?: CiResults;
}

/** What a report on many changes takes, as a table for a terminal. */
export function printReport({ machine, figures, goals }: ReportResults, terminal: Terminal): string {
  const { cpu, cores, node, system, load, date } = machine;
  return [
    `${cpu}, ${cores} cores, ${system}, Node ${node}, load ${load}, ${date}`,
    "A report in a fresh process, of one Region whose setting changed every minute",
    table(
      ["changes", "s", "of CPU", "peak MB", "first page kB", "pages", "all MB"],
      figures.map((row) => [
        row.changes,
        row.ms / 1000,
        row.cpuMs / 1000,
        row.peakMb,
        Math.round(row.firstPageBytes / 1000),
        row.pages,
        (row.folderBytes / 1e6).toFixed(1),
      ]),
      terminal,
    ),
    goalTable(goals, terminal),
    "",
  ].join("\n");
}

/** What inventories of many accounts take, as a table for a terminal. */
export function printInventories(results: InventoryResults, terminal: Terminal): string {
  return [
    `An inventory in a fresh process, of accounts of ${results.regions} Regions`,
    table(
      ["accounts", "by", "calls", "s", "of CPU", "peak MB"],
      results.figures.map((row) => [
        row.accounts,
        row.by,
        row.calls,
        row.ms / 1000,
        row.cpuMs / 1000,
        row.peakMb,
      ]),
      terminal,
    ),
    goalTable(results.goals, terminal),
    "",
  ].join("\n");
}

/** What each step of .ci/run takes, as a table for a terminal. */
export function printCi({ steps, goals }: CiResults, terminal: Terminal): string {
  return [
    ".ci/run in a fresh clone",
    table(
      ["step", "s", "% of one core"],
      steps.map(({ command, seconds, busy }) => [command, seconds, busy]),
      terminal,
    ),
    goalTable(goals, terminal),
    "",
  ].join("\n");
}

/** What a newcomer waits for, as a table for a terminal. */
export function printClones(results: CloneResults, terminal: Terminal): string {
  return [
    "In fresh clones, one after the other",
    table(["command", "s"], clonesInSeconds(results), terminal),
    goalTable(results.goals, terminal),
    "",
  ].join("\n");
}

/** The memory of a process that goes on and on, as a table for a terminal. */
export function printSoak({ invocations, samples, goals }: SoakResults, terminal: Terminal): string {
  return [
    `${invocations.toLocaleString("en")} invocations of one evaluator process; every hundredth of AWS's answers is a fault`,
    table(
      ["after", "heap MB", "failed"],
      samples.map(({ bytes, failed }, index) => [
        (((index + 1) * invocations) / samples.length).toLocaleString("en"),
        (bytes / 1e6).toFixed(1),
        failed,
      ]),
      terminal,
    ),
    goalTable(goals, terminal),
    "",
  ].join("\n");
}

/** What the Pulumi CLI takes, as a table for a terminal. */
export function printEngine(results: EngineResults, terminal: Terminal): string {
  const { machine, turns, figures, goals, packages } = results;
  const { cpu, cores, node, system, load, date } = machine;
  return [
    `${cpu}, ${cores} cores, ${system}, Node ${node}, load ${load}, ${date}`,
    `The Pulumi CLI with a new account and state, ${turns} times in turn, medians with the fastest and the slowest`,
    table(
      ["program", "preview s", "", "up s", ""],
      figures.map(({ program, preview, previews, up, ups }) => [
        program,
        preview,
        spread(previews).join(" to "),
        up,
        spread(ups).join(" to "),
      ]),
      terminal,
    ),
    "Programs of somebody else, which take the component as a package",
    table(
      ["program", "preview s", ""],
      packages.map(({ program, preview, previews }) => [program, preview, spread(previews).join(" to ")]),
      terminal,
    ),
    goalTable(goals, terminal),
    "",
  ].join("\n");
}

/** The figures as tables for a terminal. */
export function printResults(
  { machine, evaluator, roundTrips, program, goals }: Results,
  terminal: Terminal,
): string {
  const { cpu, cores, node, system, load, date } = machine;
  return [
    `${cpu}, ${cores} cores, ${system}, Node ${node}, load ${load}, ${date}`,
    "Evaluator: fresh processes against constant answers on the loopback address, medians",
    table(
      [
        "function",
        "loaded ms",
        "cold ms",
        "warm p50",
        "warm p99",
        "cold MB",
        "peak MB",
        "calls",
        "zipped kB",
      ],
      evaluator.map((row) => [
        row.what,
        row.loadedMs,
        row.coldMs,
        row.warmP50Ms,
        row.warmP99Ms,
        row.coldPeakMb,
        row.peakMb,
        row.callsPerVerdict,
        (row.zippedBytes / 1000).toFixed(1),
      ]),
      terminal,
    ),
    "Event to report where each of AWS's answers takes 20 ms: calls that wait for one another show",
    table(
      ["event", "accepted keys", "ms"],
      roundTrips.map(({ event, acceptedKeys, reportedMs }) => [event, acceptedKeys, reportedMs]),
      terminal,
    ),
    "Program: the dev stack registered in a fresh process, medians",
    table(
      ["Regions", "TypeScript", "resources", "registered ms", "peak MB"],
      program.map((row) => [
        row.regions || "none: packages only",
        row.typeChecked ? "checked at start" : "transpiled",
        row.resources,
        row.registeredMs,
        row.peakMb,
      ]),
      terminal,
    ),
    goalTable(goals, terminal),
    "",
  ].join("\n");
}

function goalTable(goals: readonly Goal[], terminal: Terminal): string {
  return table(
    ["goal", "figure (half of the runs)", ""],
    goals.map(({ goal, figure, met }) => [goal, figure, met ? "met" : "MISSED"]),
    terminal,
  );
}

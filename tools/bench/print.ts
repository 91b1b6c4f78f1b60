import { table } from "../../cli/table";
import type { Terminal } from "../../cli/terminal";
import type { EvaluatorFigures } from "./evaluator/measure";
import type { Goal } from "./goals";
import type { Machine } from "./machine";
import type { ProgramFigures } from "./program/measure";

export interface Results {
  machine: Machine;
  evaluator: EvaluatorFigures[];
  program: ProgramFigures[];
  goals: Goal[];
}

/** The figures as tables for a terminal. */
export function printResults({ machine, evaluator, program, goals }: Results, terminal: Terminal): string {
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
    "Program: the dev stack registered in a fresh process, medians",
    table(
      ["Regions", "TypeScript", "resources", "registered ms", "peak MB"],
      program.map((row) => [
        row.regions,
        row.typeChecked ? "checked at start" : "transpiled",
        row.resources,
        row.registeredMs,
        row.peakMb,
      ]),
      terminal,
    ),
    table(
      ["goal", "figure", ""],
      goals.map(({ goal, figure, met }) => [goal, figure, met ? "met" : "MISSED"]),
      terminal,
    ),
    "",
  ].join("\n");
}

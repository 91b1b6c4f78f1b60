// npm run bench: takes the figures that docs/ quotes, and prints them.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { CommandLine } from "../../cli/command";
import { main, run } from "../../cli/main";
import { type Terminal, terminal } from "../../cli/terminal";
import { requirePulumi } from "../../local/provider/pulumi-cli";
import type * as Ci from "./clone/ci";
import type * as Clone from "./clone/measure";
import type * as Engine from "./engine/measure";
import type * as Evaluator from "./evaluator/measure";
import type * as RoundTrips from "./evaluator/round-trips";
import type * as Inventory from "./inventory/measure";
import type * as Local from "./local/measure";
import type * as Program from "./program/measure";
import type * as Report from "./report/measure";
import type * as Soak from "./soak/measure";
import { judgeGoals } from "./function-goals";
import { type Goal, noLongerMet } from "./goals";
import { thisMachine } from "./machine";
import {
  printCi,
  printClones,
  printEngine,
  printInventories,
  printReport,
  printResults,
  printSoak,
  type Results,
} from "./print";

const resultsFile = path.join(__dirname, "results.json");

const command = new CommandLine("npm run bench --", {
  description: "Measures the evaluator and the program, and prints the figures. Takes minutes.",
  examples: ["npm run bench -- --write"],
  exitCodes: [{ code: 1, when: "a goal that the last written figures met is clearly missed" }],
})
  .flag("--write", `also write them to ${path.relative(process.cwd(), resultsFile)}, which the docs quote`)
  .flag("--report", "measure the audit's report on many changes instead")
  .flag("--inventory", "measure the audit's inventory of many accounts instead")
  .flag("--clone", "time npm ci, npm start and npm test in fresh clones instead")
  .flag("--ci", "time the steps of .ci/run in a fresh clone instead: half an hour")
  .flag("--soak", "invoke one evaluator process 100,000 times instead, with faults: for the night")
  .flag("--engine", "measure previews and updates by the Pulumi CLI instead, which must be installed");

const load = createRequire(__filename);

/** What is measured only when it is asked for, by its option. */
const others = {
  engine: other("engine", printEngine, () => (load("./engine/measure") as typeof Engine).measureEngine(7)),
  ci: other("ci", printCi, () => (load("./clone/ci") as typeof Ci).measureCi()),
  clone: other("clone", printClones, () => (load("./clone/measure") as typeof Clone).measureClones(3)),
  soak: other("soak", printSoak, () => (load("./soak/measure") as typeof Soak).soak(100_000)),
  inventory: other("inventory", printInventories, () =>
    (load("./inventory/measure") as typeof Inventory).measureInventories(),
  ),
  report: other("report", printReport, () => (load("./report/measure") as typeof Report).measureReports()),
};

type Options = Record<keyof typeof others | "write", boolean>;

async function bench({ write, ...options }: Options): Promise<number> {
  const before = JSON.parse(fs.readFileSync(resultsFile, "utf8")) as Results;
  const asked = (Object.keys(others) as (keyof typeof others)[]).find((name) => options[name]);
  const measure = asked === undefined ? measureFunctionsAndProgram : others[asked];
  return measure(before, write);
}

type Measure = (before: Results, write: boolean) => Promise<number>;

/** Measures one part of the results and leaves the others as they are. */
function other<Key extends "engine" | "ci" | "clone" | "soak" | "inventory" | "report">(
  key: Key,
  print: (measured: NonNullable<Results[Key]>, terminal: Terminal) => string,
  measure: () => Promise<NonNullable<Results[Key]>>,
): Measure {
  return async (before, write) => {
    const measured = await measure();
    if (write) writeResults({ ...before, [key]: measured });
    process.stdout.write(print(measured, terminal()));
    return exitCode(before[key]?.goals ?? [], measured.goals);
  };
}

async function measureFunctionsAndProgram(before: Results, write: boolean): Promise<number> {
  const { measureEvaluator } = load("./evaluator/measure") as typeof Evaluator;
  const { measureProgram } = load("./program/measure") as typeof Program;
  const evaluatorRuns = { cold: 31, warm: 5, invocations: 2000 };
  const programRuns = { transpiled: 5, typeChecked: 2 };
  const evaluator = await measureEvaluator(evaluatorRuns);
  const { measureRoundTrips } = load("./evaluator/round-trips") as typeof RoundTrips;
  const roundTrips = await measureRoundTrips(300);
  const program = await measureProgram(programRuns);
  const localYear = await (load("./local/measure") as typeof Local).measureLocalYear(5);
  const results: Results = {
    ...before,
    machine: thisMachine(),
    runs: { evaluator: evaluatorRuns, program: programRuns },
    evaluator,
    roundTrips,
    program,
    localYear,
    goals: judgeGoals(evaluator, roundTrips, program, localYear),
  };
  if (write) writeResults(results);
  process.stdout.write(printResults(results, terminal()));
  return exitCode(before.goals, results.goals);
}

/** Says what was met the last time and no longer is. */
function exitCode(before: readonly Goal[], now: readonly Goal[]): number {
  const lost = noLongerMet(before, now);
  for (const { goal, figure } of lost)
    process.stderr.write(`No longer met, by more than the runs differ: ${goal}; now ${figure}.\n`);
  return lost.length > 0 ? 1 : 0;
}

function writeResults(results: Results): void {
  fs.writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
}

main((args) =>
  run<Options>(
    command,
    args,
    async ({ options }) => {
      if (options.engine) requirePulumi();
      return bench(options);
    },
    { mistakes: ["PulumiCliError"] },
  ),
);

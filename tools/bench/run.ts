// npm run bench: takes the figures that docs/ quotes, and prints them.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { CommandLine } from "../../cli/command";
import { main, run } from "../../cli/main";
import { terminal } from "../../cli/terminal";
import type * as Evaluator from "./evaluator/measure";
import type * as Program from "./program/measure";
import { judgeGoals } from "./goals";
import { thisMachine } from "./machine";
import { printResults } from "./print";

const resultsFile = path.join(__dirname, "results.json");

const command = new CommandLine("npm run bench --", {
  description: "Measures the evaluator and the program, and prints the figures. Takes minutes.",
  examples: ["npm run bench -- --write"],
  exitCodes: [],
}).flag("--write", `also write them to ${path.relative(process.cwd(), resultsFile)}, which the docs quote`);

async function bench(write: boolean): Promise<number> {
  const load = createRequire(__filename);
  const { measureEvaluator } = load("./evaluator/measure") as typeof Evaluator;
  const { measureProgram } = load("./program/measure") as typeof Program;
  const evaluatorRuns = { cold: 31, warm: 5, invocations: 2000 };
  const programRuns = { transpiled: 5, typeChecked: 2 };
  const evaluator = await measureEvaluator(evaluatorRuns);
  const program = await measureProgram(programRuns);
  const results = {
    machine: thisMachine(),
    runs: { evaluator: evaluatorRuns, program: programRuns },
    evaluator,
    program,
    goals: judgeGoals(evaluator, program),
  };
  if (write) fs.writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(printResults(results, terminal()));
  return 0;
}

main((args) => run<{ write: boolean }>(command, args, ({ options }) => bench(options.write)));

// npm run bench: takes the figures that the README quotes, prints them, and writes them to results.json.
import * as fs from "node:fs";
import * as path from "node:path";
import { measureEvaluator } from "./evaluator/measure";
import { judgeGoals } from "./goals";
import { thisMachine } from "./machine";
import { printResults } from "./print";
import { measureProgram } from "./program/measure";

async function main(): Promise<void> {
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
  fs.writeFileSync(path.join(__dirname, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(printResults(results));
}

void main();

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { startProgress } from "../../../cli/progress";
import { type Goal, goalOnce } from "../goals";
import { type Machine, thisMachine } from "../machine";
import { inFreshClone } from "./fresh-clone";

/** What a step of `.ci/run` takes. */
export interface CiStep {
  command: string;
  seconds: number;
  /** Percent of one core that it kept busy. */
  busy: number;
}

export interface CiResults {
  machine: Machine;
  steps: CiStep[];
  goals: Goal[];
}

/**
 * Runs `.ci/run` in a fresh clone of what is committed here, and reads what it says of its steps.
 *
 * @throws Error with all that it printed, when a step failed or was left out
 */
export async function measureCi(): Promise<CiResults> {
  const steps = await inFreshClone(runCi);
  const minutes = steps.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  return {
    ...{ machine: thisMachine(), steps },
    goals: [goalOnce(".ci/run within 12 min", `${minutes.toFixed(1)} min`, minutes <= 12)],
  };
}

async function runCi(folder: string): Promise<CiStep[]> {
  const ci = spawn(".ci/run", { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(ci, "close") as Promise<[code: number | null]>;
  const progress = startProgress(10);
  const steps: CiStep[] = [];
  const lines: string[] = [];
  for await (const line of createInterface(ci.stdout)) {
    lines.push(line);
    const [, command, seconds, busy] =
      /^== (.+?)(?: took (\d+) s, ([\d.]+) % of one core)?$/.exec(line) ?? [];
    if (command === undefined) continue;
    if (seconds === undefined) progress.step(command);
    else steps.push({ command: short(command), seconds: Number(seconds), busy: Math.round(Number(busy)) });
  }
  progress.stop();
  const [code] = await ended;
  const leftOut = lines.filter((line) => line.startsWith("== NOT RUN: "));
  if (code !== 0 || leftOut.length > 0 || steps.length === 0)
    throw new Error(`.ci/run did not run every step in a fresh clone:\n${lines.join("\n")}`);
  return steps;
}

/** A step's command without the many files that it may name. */
function short(command: string): string {
  return command.replace(/ \S+\.yml\b.*/, " …");
}

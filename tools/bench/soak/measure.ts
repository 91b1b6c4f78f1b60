import { fork } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startProgress } from "../../../cli/progress";
import { handlersCode } from "../../../infra/lambda/handlers-code";
import { changeEvent, scheduledEvent } from "../evaluator/events";
import { evaluatorProcess } from "../evaluator/measure";
import { type Goal, goalOnce } from "../goals";
import { type Machine, thisMachine } from "../machine";
import { FaultyAws } from "./faulty-aws";

/** The state of the process after a round, with garbage collected. */
export interface SoakSample {
  /** Invocations that failed so far: AWS would invoke the function again. */
  failed: number;
  bytes: number;
  handles: string[];
}

export interface SoakResults {
  machine: Machine;
  invocations: number;
  samples: SoakSample[];
  goals: Goal[];
}

/**
 * Invokes one evaluator process again and again, while every hundredth call of AWS meets a fault. Takes a sample after each tenth.
 */
export async function soak(invocations: number): Promise<SoakResults> {
  const progress = startProgress(10);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-soak-"));
  const file = path.join(folder, "index.js");
  fs.writeFileSync(file, await handlersCode());
  const aws = await new FaultyAws().listen(60_000);
  try {
    const samples = await new Promise<SoakSample[]>((resolve, reject) => {
      const taken: SoakSample[] = [];
      const args = [file, "10", String(invocations / 10), changeEvent, scheduledEvent];
      const { execArgv, env } = evaluatorProcess(aws);
      const child = fork(path.join(__dirname, "runtime.mjs"), args, {
        execArgv: [...execArgv, "--expose-gc"],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        env,
      });
      child.on("message", (sample: SoakSample) => {
        taken.push(sample);
        progress.step("tenths of the invocations");
      });
      child.on("error", reject);
      child.on("close", (code) => {
        if (code === 0) resolve(taken);
        else reject(new Error(`The evaluator's process ended with ${code ?? "a signal"}.`));
      });
    });
    return { machine: thisMachine(), invocations, samples, goals: judgeSoak(invocations, samples) };
  } finally {
    progress.stop();
    await aws.stop();
    fs.rmSync(folder, { recursive: true });
  }
}

/** What the samples say of a leak: by the half the caches are full and V8 has compiled what it will. */
export function judgeSoak(invocations: number, samples: readonly SoakSample[]): Goal[] {
  const [half, last] = [samples[samples.length / 2 - 1], samples.at(-1)];
  if (half === undefined || last === undefined) throw new Error("The soak took no samples.");
  const grown = (last.bytes - half.bytes) / 1e6;
  return [
    goalOnce(
      `memory grows by less than 0.5 MB in the second half of ${invocations.toLocaleString("en")} invocations with faults`,
      `${grown.toFixed(2)} MB, ${last.failed} invocations failed`,
      grown < 0.5,
    ),
    goalOnce("no handle is left open", last.handles.join(", ") || "none", last.handles.length === 0),
  ];
}

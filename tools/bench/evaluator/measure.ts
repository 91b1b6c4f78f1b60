import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { deflateRawSync } from "node:zlib";
import { handlersCode } from "../../../infra/lambda/handlers-code";
import { inFreshProcess } from "../fresh-process";
import { median, percentile, rounded } from "../statistics";
import { ConstantAws } from "./constant-aws";
import { changeEvent, scheduledEvent } from "./events";

/** One function with one kind of event. Times in milliseconds, memory in MB (10^6 bytes), sizes in bytes. */
export interface EvaluatorFigures {
  what: string;
  /** Start of the process to the function loaded. */
  loadedMs: number;
  /** Start of the process to the first verdict taken by AWS Config. */
  coldMs: number;
  /** Of each process: the functions took turns, in the same order. */
  coldRuns: number[];
  warmP50Ms: number;
  warmP99Ms: number;
  /** Peak after the first verdict. */
  coldPeakMb: number;
  /** Peak after all warm invocations. */
  peakMb: number;
  callsPerVerdict: number;
  /** The code deployed: the sample's without the SDK, which it takes from the runtime's disk. */
  zippedBytes: number;
}

export interface EvaluatorRuns {
  /** Fresh processes for the cold figures. */
  cold: number;
  /** Fresh processes for the warm figures. */
  warm: number;
  /** Invocations in each of these. */
  invocations: number;
}

interface Subject {
  what: string;
  file: string;
  event: string;
  zippedBytes: number;
}

interface Measured {
  loaded: number;
  cold: number;
  warm: number[];
  /** When each warm invocation began, in milliseconds since 1970. */
  started: number[];
  coldPeak: number;
  peak: number;
}

/** Measures evaluator and sample against the same AWS, one fresh process after the other, taking turns. */
export async function measureEvaluator(runs: EvaluatorRuns): Promise<EvaluatorFigures[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-evaluator-"));
  const bundle = path.join(folder, "index.js");
  fs.writeFileSync(bundle, await handlersCode());
  const sample = path.join(__dirname, "..", "tutorial-sample", "index.mjs");
  const idle = path.join(folder, "idle.js");
  fs.writeFileSync(idle, "exports.configHandler = async () => {};\n");
  const subjects: Subject[] = [
    { what: "sample, change", file: sample, event: changeEvent, zippedBytes: zipped(sample) },
    { what: "evaluator, change", file: bundle, event: changeEvent, zippedBytes: zipped(bundle) },
    { what: "evaluator, schedule", file: bundle, event: scheduledEvent, zippedBytes: zipped(bundle) },
    // Node by itself, which no function can be faster than.
    { what: "a function that does nothing", file: idle, event: changeEvent, zippedBytes: zipped(idle) },
  ];
  const aws = await ConstantAws.start();
  try {
    const coldRuns = subjects.map((): Measured[] => []);
    const warmRuns = subjects.map((): Measured[] => []);
    const calls = subjects.map(() => 0);
    // One unmeasured turn first: the disk's cache is cold for whoever begins.
    for (let turn = 0; turn <= runs.cold; turn += 1) {
      for (const [index, subject] of subjects.entries()) {
        const before = aws.calls;
        const measured = await runEvaluator(subject.file, subject.event, 0, aws);
        calls[index] = aws.calls - before;
        if (turn > 0) coldRuns[index]?.push(measured);
      }
    }
    for (let turn = 0; turn < runs.warm; turn += 1) {
      for (const [index, subject] of subjects.entries()) {
        warmRuns[index]?.push(await runEvaluator(subject.file, subject.event, runs.invocations, aws));
      }
    }
    return subjects.map((subject, index) =>
      figures(subject, coldRuns[index] ?? [], warmRuns[index] ?? [], calls[index] ?? 0),
    );
  } finally {
    await aws.stop();
    fs.rmSync(folder, { recursive: true });
  }
}

/**
 * How V8 sizes its heap on a machine with the function's 256 MB: here it would let garbage grow to this machine's
 * measure, and memory would say nothing of Lambda's.
 */
const heapOfLambda = ["--max-semi-space-size=1", "--max-old-space-size=128"];

/** Starts a function in a fresh process, and invokes it once, and then as often again. */
export function runEvaluator(
  file: string,
  event: string,
  invocations: number,
  aws: ConstantAws,
): Promise<Measured> {
  const { execArgv, env } = evaluatorProcess(aws);
  return inFreshProcess<Measured>({
    file: path.join(__dirname, "runtime.mjs"),
    args: [file, String(invocations), event],
    node: execArgv,
    env,
  });
}

/** The options and the environment of a process that is the function. */
export function evaluatorProcess(aws: ConstantAws): { execArgv: string[]; env: Record<string, string> } {
  return {
    execArgv: heapOfLambda,
    env: {
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret-access-key",
      AWS_SESSION_TOKEN: "session-token",
      AWS_ENDPOINT_URL: aws.url,
    },
  };
}

function figures(
  { what, zippedBytes }: Subject,
  cold: readonly Measured[],
  warm: readonly Measured[],
  callsPerVerdict: number,
): EvaluatorFigures {
  const warmTimes = (share: number) => rounded(median(warm.map((one) => percentile(one.warm, share))), 2);
  // maxRSS comes in kilobytes of 1024.
  const megabytes = (kilobytes: number) => rounded((kilobytes * 1024) / 1e6);
  return {
    what,
    loadedMs: rounded(median(cold.map((one) => one.loaded))),
    coldMs: rounded(median(cold.map((one) => one.cold))),
    coldRuns: cold.map((one) => rounded(one.cold)),
    warmP50Ms: warmTimes(0.5),
    warmP99Ms: warmTimes(0.99),
    coldPeakMb: megabytes(median(cold.map((one) => one.coldPeak))),
    peakMb: megabytes(median(warm.map((one) => one.peak))),
    callsPerVerdict,
    zippedBytes,
  };
}

/** As in a zip file, its few bytes of directory aside. */
function zipped(file: string): number {
  return deflateRawSync(fs.readFileSync(file), { level: 9 }).length;
}

import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createContext, runInContext } from "node:vm";
import { parse } from "yaml";

interface Step {
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  with?: Record<string, string>;
  env?: Record<string, string>;
}

interface Job {
  if?: string;
  needs?: string | string[];
  outputs?: Record<string, string>;
  env?: Record<string, string>;
  strategy?: { matrix: Record<string, string> };
  steps: Step[];
}

type Context = Record<string, unknown>;

/** Takes GitHub's place: what an action does here, and where a job runs. */
export interface Runner {
  /** Does what the action does, as far as the job needs it. Throws for one that it does not know. */
  use(action: string, inputs: Record<string, string>, job: RunningJob): Promise<void> | void;
  /** Environment variables of every job. */
  environment: NodeJS.ProcessEnv;
  /** Commands that are done here already, such as an installation. */
  isDone(command: string): boolean;
}

export interface RunningJob {
  /** The folder of the checkout. */
  folder: string;
  /** Set for all steps that follow, as `GITHUB_ENV` does. */
  environment: Record<string, string>;
}

/** One job, or one of a matrix. */
export interface JobRun {
  job: string;
  matrix: Context;
  result: "success" | "failure";
  /** What its commands printed, and their summaries. */
  output: string;
  seconds: number;
}

/** How a workflow ended, by job. Of one that was skipped there are no runs. */
export type WorkflowRun = Map<
  string,
  { result: "success" | "failure" | "skipped"; outputs: Record<string, string>; runs: JobRun[] }
>;

/**
 * Runs a workflow as it stands, one job after the other: its conditions, its matrices and its commands. An action is done by
 * the runner.
 *
 * @param contexts `github`, `vars`, `secrets` and `inputs`, as expressions name them
 * @param before the run whose failed jobs are tried again: what succeeded then is not done again
 */
export async function runWorkflow(
  file: string,
  runner: Runner,
  contexts: Context,
  before?: WorkflowRun,
): Promise<WorkflowRun> {
  const { jobs } = parse(fs.readFileSync(file, "utf8")) as { jobs: Record<string, Job> };
  const done: WorkflowRun = new Map();
  for (const [name, job] of Object.entries(jobs)) {
    const earlier = before?.get(name);
    if (earlier?.result === "success") {
      done.set(name, earlier);
      continue;
    }
    const needed = [job.needs ?? []].flat();
    const failed = needed.some((one) => done.get(one)?.result === "failure");
    const passed = needed.every((one) => done.get(one)?.result === "success");
    const needs = Object.fromEntries(needed.map((one) => [one, done.get(one)]));
    const all = { ...contexts, needs };
    if (!isTrue(job.if, all, { failed, passed })) {
      done.set(name, { result: "skipped", outputs: {}, runs: [] });
      continue;
    }
    const runs: JobRun[] = [];
    const outputs: Record<string, string> = {};
    for (const matrix of entriesOf(job, all)) {
      const same = earlier?.runs.find((one) => JSON.stringify(one.matrix) === JSON.stringify(matrix));
      if (same?.result === "success") runs.push(same);
      else runs.push(await runJob(name, job, runner, { ...all, matrix }, outputs));
    }
    const result = runs.every((one) => one.result === "success") ? "success" : "failure";
    done.set(name, { result, outputs, runs });
  }
  return done;
}

function entriesOf({ strategy }: Job, contexts: Context): Context[] {
  const [[key, expression] = []] = Object.entries(strategy?.matrix ?? {});
  if (key === undefined || expression === undefined) return [{}];
  return (valueOf(expression, contexts) as unknown[]).map((entry) => ({ [key]: entry }));
}

async function runJob(
  name: string,
  job: Job,
  runner: Runner,
  contexts: Context,
  outputs: Record<string, string>,
): Promise<JobRun> {
  const start = performance.now();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "job-"));
  const running: RunningJob = { folder: path.join(folder, "checkout"), environment: {} };
  const temporary = path.join(folder, "temp");
  for (const one of [running.folder, temporary]) fs.mkdirSync(one);
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  const all = { ...contexts, steps };
  let output = "";
  let failed = false;
  try {
    for (const step of job.steps) {
      if (!isTrue(step.if, all, { failed, passed: !failed })) continue;
      const files = {
        GITHUB_ENV: path.join(folder, "env"),
        GITHUB_OUTPUT: path.join(folder, "output"),
        GITHUB_STEP_SUMMARY: path.join(folder, "summary"),
      };
      for (const file of Object.values(files)) fs.writeFileSync(file, "");
      if (step.uses !== undefined) await runner.use(step.uses, textsOf(step.with, all), running);
      else if (step.run !== undefined && !runner.isDone(step.run)) {
        const ended = await runBash(step.run, running.folder, {
          ...runner.environment,
          ...textsOf(job.env, all),
          ...running.environment,
          ...textsOf(step.env, all),
          ...files,
          RUNNER_TEMP: temporary,
          HOME: temporary,
          PULUMI_HOME: temporary,
        });
        output += `$ ${step.run}\n${ended.output}${fs.readFileSync(files.GITHUB_STEP_SUMMARY, "utf8")}`;
        if (ended.code !== 0) failed = true;
      }
      Object.assign(running.environment, valuesIn(files.GITHUB_ENV));
      if (step.id !== undefined) steps[step.id] = { outputs: valuesIn(files.GITHUB_OUTPUT) };
    }
    Object.assign(outputs, textsOf(job.outputs, all));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  const seconds = (performance.now() - start) / 1000;
  const matrix = contexts["matrix"] as Context;
  return { job: name, matrix, result: failed ? "failure" : "success", output, seconds };
}

/** As GitHub runs a step whose shell is bash. */
export function runBash(
  script: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ code, output }));
  });
}

/** Lines `NAME=value`. */
function valuesIn(file: string): Record<string, string> {
  const lines = fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line): [string, string] => [
      line.slice(0, line.indexOf("=")),
      line.slice(line.indexOf("=") + 1),
    ]),
  );
}

function textsOf(texts: Record<string, string> | undefined, contexts: Context): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts ?? {}).map(([key, text]) => [key, textOf(valueOf(text, contexts))]),
  );
}

/** A text with its expressions in place; of a text that is one expression, its value. */
function valueOf(text: unknown, contexts: Context): unknown {
  if (typeof text !== "string") return text;
  const [whole, only] = /^\$\{\{((?:(?!\}\}).)*)\}\}$/.exec(text) ?? [];
  if (whole !== undefined && only !== undefined) return evaluate(only, contexts);
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
    textOf(evaluate(expression, contexts)),
  );
}

/** As GitHub writes a value into a text. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether a job or a step runs: by its condition, or else if all before it went well. */
function isTrue(
  condition: string | undefined,
  contexts: Context,
  { failed, passed }: { failed: boolean; passed: boolean },
): boolean {
  const expression = condition?.replace(/^\$\{\{(.*)\}\}$/, "$1") ?? "success()";
  const functions = {
    success: () => passed,
    failure: () => failed,
    always: () => true,
    cancelled: () => false,
  };
  // A condition that asks for no such function holds only after success.
  if (!/\b(?:success|failure|always|cancelled)\(/.test(expression) && !passed) return false;
  return Boolean(evaluate(expression, { ...contexts, ...functions }));
}

/** The expressions of these workflows mean in JavaScript what they mean on GitHub. */
function evaluate(expression: string, contexts: Context): unknown {
  const all = { ...contexts, fromJSON: (text: string) => JSON.parse(text) as unknown };
  return runInContext(expression, createContext(all));
}

import * as path from "node:path";
import { runProgram } from "../program/run";
import { readStackConfig, StackError } from "../program/stack-config";
import { Account, type Region } from "./account";
import { AwsError } from "./aws-error";
import { day, hour } from "./clock";
import { LocalCloud, type DeployedResource, type Mutate } from "./deploy";
import { checkRound, checkWays } from "./expectations";
import type { Change, Evaluation, Invocation, Notification } from "./journal";
import { act, firstDay, provideKeys, type Step } from "./scenario";
import { readStackWords, type StackWords } from "./stack-words";

export { StackError };

export interface LocalRunOptions {
  /** The stack's name, as in `Pulumi.<stack>.yaml`. */
  stack: string;
  /** Config values that win over the stack file, by key. */
  config?: Record<string, unknown>;
  /** The folder of `Pulumi.yaml`; this project's by default. */
  directory?: string;
  /** A program to run instead of the project's. */
  program?: () => unknown;
  /** Breaks resources on their way in, to see what a mistake would do. */
  mutate?: Mutate;
  /** Called with what the run is about to do. */
  progress?: (what: string) => void;
}

/** One step of the scenario, in all Regions, and the time in which its consequences fell. ISO 8601. */
export interface Round {
  from: string;
  /** The next step's time. */
  to: string;
  /** By Region; a Region whose scenario is shorter is missing. */
  steps: Record<string, Step>;
}

/** What came of a run. All times are ISO 8601 on the virtual clock, and every list is in order of time, then Region. */
export interface LocalRun {
  stack: string;
  words: StackWords;
  resources: DeployedResource[];
  rounds: Round[];
  changes: Change[];
  evaluations: Evaluation[];
  invocations: Invocation[];
  notifications: Notification[];
  outputs: Record<string, unknown>;
  /** What did not happen that should have, and why: whole sentences. Empty when the loop closed. */
  problems: string[];
}

/**
 * Deploys a stack into a local account and plays the scenario of a first day there.
 *
 * @throws StackError for a mistake in the stack's files. What fails later, the deployment included, is among the problems.
 */
export async function runLocal(options: LocalRunOptions): Promise<LocalRun> {
  const { progress = () => {} } = options;
  const directory = options.directory ?? path.resolve(__dirname, "..");
  const { project, values } = readStackConfig(directory, options.stack, options.config);
  // The AWS provider takes its Region from the stack's config, and else from the environment; here there is no environment.
  const defaultRegion = values["aws:region"] ?? "us-east-1";
  const own = Object.entries(values).flatMap(([key, value]): [string, string][] =>
    key.startsWith(`${project}:`) ? [[key.slice(project.length + 1), value]] : [],
  );
  const words = readStackWords(Object.fromEntries(own), defaultRegion);
  const account = await Account.open({ defaultRegion, existingRecorder: words.existingRecorder });
  const cloud = new LocalCloud(account, options.mutate);
  const problems: string[] = [];
  let outputs: Record<string, unknown> = {};
  let rounds: Round[] = [];
  try {
    progress("deploying");
    ({ outputs } = await runProgram({
      stack: options.stack,
      cloud,
      directory,
      ...(options.config && { config: options.config }),
      ...(options.program && { program: options.program }),
    }));
    rounds = await play(account, words, problems, progress);
  } catch (error) {
    if (error instanceof StackError) throw error;

    problems.push(
      `The stack could not be deployed: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await account.close();
  }
  const { journal } = account;
  return {
    stack: options.stack,
    words,
    resources: cloud.resources.sort(
      (a, b) =>
        a.region.localeCompare(b.region) || a.type.localeCompare(b.type) || a.name.localeCompare(b.name),
    ),
    rounds,
    changes: inOrder(journal.changes),
    evaluations: inOrder(journal.evaluations),
    invocations: inOrder(journal.invocations),
    notifications: inOrder(journal.notifications),
    outputs,
    problems: [...new Set([...inOrder(journal.troubles).map(({ message }) => message), ...problems])],
  };
}

/** Plays the scenario in all Regions at once, step by step, and holds what happened against what was expected. */
async function play(
  account: Account,
  words: StackWords,
  problems: string[],
  progress: (what: string) => void,
): Promise<Round[]> {
  const regions: { region: Region; steps: Step[] }[] = [];
  for (const name of [...words.regions].sort()) {
    const region = await account.region(name);
    provideKeys(words, region);
    regions.push({ region, steps: firstDay(words, name) });
  }
  // With a schedule, a scheduled run falls into each step.
  const length = words.schedule ?? day;
  let next = account.clock.now().getTime() + Math.min(hour, length / 2);
  const rounds: Round[] = [];
  const count = Math.max(...regions.map(({ steps }) => steps.length));
  for (let index = 0; index < count; index++) {
    progress(`playing step ${index + 1} of ${count}`);
    const round: Round = { from: account.clock.iso(), to: new Date(next).toISOString(), steps: {} };
    rounds.push(round);
    for (const { region, steps } of regions) {
      const step = steps[index];
      if (step === undefined) continue;
      round.steps[region.name] = step;
      try {
        await act(region, step.action);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        problems.push(`In ${region.name} the step "${step.title}" could not be done: ${error.message}`);
      }
    }
    await account.clock.advanceTo(new Date(next));
    for (const { region } of regions) problems.push(...checkRound(region, words, round));
    next += length;
  }
  for (const { region } of regions) problems.push(...checkWays(region));
  return rounds;
}

function inOrder<T extends { at: string; region: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => a.at.localeCompare(b.at) || a.region.localeCompare(b.region));
}

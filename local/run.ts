import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { runProgram } from "../stack-runner/run";
import { readProject, readStackConfig, StackError } from "../stack-runner/stack-config";
import type { Account, Region } from "./account/account";
import { AwsError } from "./account/aws-error";
import { day, hour } from "./account/clock";
import { LocalCloud, type DeployedResource, type Mutate } from "./deployment/deploy";
import { checkRound, checkWays } from "./scenario/first-day-expectations";
import type { Change, Evaluation, Invocation, Notification, Remediation } from "./account/journal";
import { openAccount } from "./endpoint/open-account";
import type { StepResult } from "./scenario/step-result";
import { act, firstDay, provideKeys, type Step } from "./scenario/first-day";
import { checkConfig, ScenarioError, type Scenario } from "./scenario/file";
import { playScenario } from "./scenario/player";
import { readExpectedStack, type ExpectedStack } from "./scenario/stack-expectations";
import { waysToPeople, type Way } from "./scenario/notification-paths";

export { ScenarioError, StackError };

export interface LocalRunOptions {
  /** The stack's name, as in `Pulumi.<stack>.yaml`. */
  stack: string;
  /** Config values that win over the stack file, by key. */
  config?: Record<string, unknown>;
  /** What is played instead of a first day; its config wins over the stack file, and `config` over it. */
  scenario?: Scenario;
  /** The folder of `Pulumi.yaml`; this project's by default. */
  directory?: string;
  /** A program to run instead of the project's. */
  program?: () => unknown;
  /** Breaks resources on their way in, to see what a mistake would do. */
  mutate?: Mutate;
  /** Called with what the run is about to do. */
  progress?: (what: string) => void;
  /** Looks at the account after the scenario, before it is closed. */
  inspect?: (account: Account, regions: readonly string[]) => Promise<void>;
}

/** What came of a run. All times are ISO 8601 on the virtual clock, and every list is in order of time, then Region. */
export interface LocalRun {
  stack: string;
  /** What was played, where it was not a first day. */
  scenario: Scenario | undefined;
  expected: ExpectedStack;
  resources: DeployedResource[];
  rounds: StepResult[];
  changes: Change[];
  evaluations: Evaluation[];
  invocations: Invocation[];
  notifications: Notification[];
  remediations: Remediation[];
  /** The ways from a change to a message side by side; empty without fast detection. */
  ways: Way[];
  outputs: Record<string, unknown>;
  /** What did not happen that should have, and why: whole sentences. Empty when the loop closed. */
  problems: string[];
}

/**
 * Deploys a stack into a local account and plays a scenario there: of a first day, unless another is given.
 *
 * @throws StackError, ScenarioError for a mistake in the stack's files or the scenario's, settings that the program refuses
 *   included. What fails later, the deployment included, is among the problems.
 */
export async function runLocal(options: LocalRunOptions): Promise<LocalRun> {
  const { progress = () => {}, scenario } = options;
  const config = { ...scenario?.config, ...options.config };
  const directory = options.directory ?? path.resolve(__dirname, "..");
  if (scenario) checkConfig(scenario, Object.keys(readProject(directory).config ?? {}));
  const { project, values } = readStackConfig(directory, options.stack, config);
  // The AWS provider takes its Region from the stack's config, and else from the environment; here there is no environment.
  const defaultRegion = values["aws:region"] ?? "us-east-1";
  const own = Object.entries(values).flatMap(([key, value]): [string, string][] =>
    key.startsWith(`${project}:`) ? [[key.slice(project.length + 1), value]] : [],
  );
  const expected = readExpectedStack(Object.fromEntries(own), defaultRegion);
  const { existingRecorder, organizationTrail } = expected;
  const account = await openAccount({ defaultRegion, existingRecorder, organizationTrail });
  const start = account.clock.iso();
  const cloud = new LocalCloud(account, options.mutate);
  const problems: string[] = [];
  let outputs: Record<string, unknown> = {};
  let rounds: StepResult[] = [];
  try {
    progress("deploying");
    // A stack may set X-Ray's key itself: it must be there before.
    for (const name of expected.regions) provideKeys(expected, await account.region(name));
    ({ outputs } = await runProgram({
      stack: options.stack,
      cloud,
      directory,
      config,
      ...(options.program && { program: options.program }),
    }));
    rounds = scenario
      ? await playScenario(account, expected, scenario, problems, progress, start)
      : await playFirstDay(account, expected, problems, progress, start);
    await options.inspect?.(account, expected.regions);
  } catch (error) {
    if (error instanceof StackError || error instanceof ScenarioError) throw error;
    // What Pulumi prints without a trace is for the user to mend.
    if (pulumi.RunError.isInstance(error)) throw new StackError(error.message, { cause: error });
    problems.push(
      `The stack could not be deployed: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await account.close();
  }
  const { journal } = account;
  return {
    stack: options.stack,
    scenario,
    expected,
    resources: cloud.resources.sort(
      (a, b) =>
        a.region.localeCompare(b.region) || a.type.localeCompare(b.type) || a.name.localeCompare(b.name),
    ),
    rounds,
    changes: inOrder(journal.changes),
    evaluations: inOrder(journal.evaluations),
    invocations: inOrder(journal.invocations),
    notifications: inOrder(journal.notifications),
    remediations: inOrder(journal.remediations),
    ways: expected.detectsFast ? waysToPeople(account, rounds) : [],
    outputs,
    // A scenario says itself which failures it expects.
    problems: [
      ...new Set([
        ...(scenario && rounds.length > 0 ? [] : inOrder(journal.failures).map(({ message }) => message)),
        ...problems,
      ]),
    ],
  };
}

const onlyAScheduleSees =
  "Nothing is recorded, because the setting did not change: only a rule with a schedule would see it.";

/** Plays a first day in all Regions at once, step by step, and holds what happened against what was expected. */
async function playFirstDay(
  account: Account,
  expected: ExpectedStack,
  problems: string[],
  progress: (what: string) => void,
  start: string,
): Promise<StepResult[]> {
  const regions: { region: Region; steps: Step[] }[] = [];
  for (const name of [...expected.regions].sort()) {
    const region = await account.region(name);
    regions.push({ region, steps: firstDay(expected, name) });
  }
  // With a schedule, a scheduled run falls into each step.
  const length = expected.schedule ?? day;
  let next = account.clock.now().getTime() + Math.min(hour, length / 2);
  const rounds: StepResult[] = [];
  const count = Math.max(...regions.map(({ steps }) => steps.length));
  for (let index = 0; index < count; index++) {
    progress(`playing step ${index + 1} of ${count}`);
    // What the deployment brought about belongs to the first round.
    const from = index === 0 ? start : account.clock.iso();
    const round: StepResult = { from, to: new Date(next).toISOString(), regions: {} };
    rounds.push(round);
    for (const { region, steps } of regions) {
      const step = steps[index];
      if (step === undefined) continue;
      round.regions[region.name] = {
        title: step.title,
        met: [],
        ...(!step.changes && expected.schedule === undefined ? { note: onlyAScheduleSees } : {}),
      };
      try {
        await act(region, step.action);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        problems.push(`In ${region.name} the step "${step.title}" could not be done: ${error.message}`);
      }
    }
    await account.clock.advanceTo(new Date(next));
    for (const { region, steps } of regions) {
      problems.push(...checkRound(region, expected, steps[index], round));
    }
    next += length;
  }
  for (const { region } of regions) problems.push(...checkWays(region));
  return rounds;
}

function inOrder<T extends { at: string; region: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => a.at.localeCompare(b.at) || a.region.localeCompare(b.region));
}

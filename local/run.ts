import * as pulumi from "@pulumi/pulumi";
import { readProject } from "../stack-runner/project-file";
import { StackError } from "../stack-runner/stack-error";
import type { Account } from "./account/account";
import type { Change, Evaluation, Invocation, Notification, Remediation } from "./account/journal";
import { LocalCloud, type DeployedResource, type Mutate } from "./deployment/deploy";
import { deployStack, readLocalStack } from "./deployment/local-stack";
import { openAccount } from "./endpoint/open-account";
import { checkConfig, ScenarioError, type Scenario } from "./scenario/file";
import { firstDay } from "./scenario/first-day";
import { playScenario } from "./scenario/player";
import type { ExpectedStack } from "./scenario/stack-expectations";
import type { StepResult } from "./scenario/step-result";

export { ScenarioError, StackError };

export interface LocalRunOptions {
  /** The stack's name, as in `Pulumi.<stack>.yaml`. */
  stack: string;
  /** Config values that win over the stack file, by key. */
  config?: Record<string, unknown>;
  /** What is played instead of the first day; its config wins over the stack file, and `config` over it. */
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
  /** What was played. */
  scenario: Scenario;
  expected: ExpectedStack;
  resources: DeployedResource[];
  results: StepResult[];
  changes: Change[];
  evaluations: Evaluation[];
  invocations: Invocation[];
  notifications: Notification[];
  remediations: Remediation[];
  outputs: Record<string, unknown>;
  /** What the program warned of, as `pulumi up` would show it. */
  warnings: string[];
  /** What was not as expected, and what failed: whole sentences. Empty when all went as expected. */
  problems: string[];
}

/**
 * Deploys a stack into a local account and plays a scenario there: the first day, unless another is given.
 *
 * @throws StackError, ScenarioError for a mistake in the stack's files or the scenario's, settings that the program refuses
 *   included. What fails later, the deployment included, is among the problems.
 */
export async function runLocal(options: LocalRunOptions): Promise<LocalRun> {
  const { progress = () => {} } = options;
  const config = { ...options.scenario?.config, ...options.config };
  const stack = readLocalStack(options.stack, config, options.directory);
  if (options.scenario) checkConfig(options.scenario, settingsOf(stack.directory));
  const { expected } = stack;
  const scenario = options.scenario ?? firstDay(expected);
  const account = await openAccount(stack.accountOptions);
  const start = account.clock.iso();
  const cloud = new LocalCloud(account, options.mutate);
  const problems: string[] = [];
  let outputs: Record<string, unknown> = {};
  let warnings: string[] = [];
  let results: StepResult[] = [];
  try {
    progress("deploying");
    ({ outputs, warnings } = await deployStack(stack, account, cloud, options.program));
    results = await playScenario(account, expected, scenario, problems, progress, start);
    await options.inspect?.(account, expected.regions);
  } catch (error) {
    if (error instanceof StackError || error instanceof ScenarioError) throw error;
    // What Pulumi prints without a trace is for the user to mend.
    if (pulumi.RunError.isInstance(error)) throw new StackError(error.message, { cause: error });
    if (results.length === 0)
      problems.push(...inOrder(account.journal.failures).map(({ message }) => message));
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
    results,
    changes: inOrder(journal.changes),
    evaluations: inOrder(journal.evaluations),
    invocations: inOrder(journal.invocations),
    notifications: inOrder(journal.notifications),
    remediations: inOrder(journal.remediations),
    outputs,
    warnings,
    problems: [...new Set(problems)],
  };
}

/** The project's own keys, without namespace. */
function settingsOf(directory: string): string[] {
  const { name, config } = readProject(directory);
  return [...config.keys()].flatMap((key) =>
    key.startsWith(`${name}:`) ? [key.slice(name.length + 1)] : [],
  );
}

function inOrder<T extends { at: string; region: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => a.at.localeCompare(b.at) || a.region.localeCompare(b.region));
}

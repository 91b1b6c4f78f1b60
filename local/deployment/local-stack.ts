import * as path from "node:path";
import { runProgram } from "../../stack-runner/run";
import { readStackConfig } from "../../stack-runner/stack-config";
import type { Account, AccountOptions } from "../account/account";
import { createConfiguredKeys } from "../scenario/configured-keys";
import { readExpectedStack, type ExpectedStack } from "../scenario/stack-expectations";
import type { LocalCloud } from "./deploy";

/** A stack that is to be deployed into a local account. */
export interface LocalStack {
  name: string;
  directory: string;
  config: Record<string, unknown>;
  expected: ExpectedStack;
  /** What the account must be like for it. */
  accountOptions: AccountOptions;
}

/**
 * @param name as in `Pulumi.<name>.yaml`
 * @param config values that win over the stack file, by key
 * @param directory the folder of `Pulumi.yaml`; this project's by default
 * @throws StackError for a mistake in the stack's files
 */
export function readLocalStack(
  name: string,
  config: Record<string, unknown> = {},
  directory = path.resolve(__dirname, "../.."),
): LocalStack {
  const { project, values } = readStackConfig(directory, name, config);
  // The AWS provider takes its Region from the stack's config, and else from the environment; here there is no environment.
  const defaultRegion = values["aws:region"] ?? "us-east-1";
  const own = Object.entries(values).flatMap(([key, value]): [string, string][] =>
    key.startsWith(`${project}:`) ? [[key.slice(project.length + 1), value]] : [],
  );
  const expected = readExpectedStack(Object.fromEntries(own), defaultRegion);
  const { existingRecorder, organizationTrail } = expected;
  return {
    name,
    directory,
    config,
    expected,
    accountOptions: { defaultRegion, existingRecorder, organizationTrail },
  };
}

/**
 * Deploys a stack into an account that has the keys that the stack's config names.
 *
 * @param program what is run instead of the project's own
 * @returns the stack's outputs
 */
export async function deployStack(
  { name, directory, config, expected }: LocalStack,
  account: Account,
  cloud: LocalCloud,
  program?: () => unknown,
): Promise<Record<string, unknown>> {
  // A stack may set X-Ray's key itself: it must be there before.
  for (const region of expected.regions) createConfiguredKeys(expected, await account.region(region));
  const { outputs } = await runProgram({
    stack: name,
    cloud,
    directory,
    config,
    ...(program && { program }),
  });
  return outputs;
}

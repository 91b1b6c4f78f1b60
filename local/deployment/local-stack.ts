import * as path from "node:path";
import { runProgram } from "../../stack-runner/run";
import { readStackConfig } from "../../stack-runner/stack-config";
import type { Account, AccountOptions } from "../account/account";
import { createConfiguredKeys } from "../scenario/configured-keys";
import { readExpectedStack, type ExpectedStack } from "../scenario/stack-expectations";
import type { LocalCloud } from "./deploy";

/** A stack to deploy into a local account. */
export interface LocalStack {
  name: string;
  directory: string;
  config: Record<string, unknown>;
  expected: ExpectedStack;
  /** How the account must be set up for it. */
  accountOptions: AccountOptions;
}

/**
 * @param name as in `Pulumi.<name>.yaml`
 * @param config values that override the stack file, by key
 * @param directory the folder of `Pulumi.yaml`; this project's by default
 * @throws StackError for a mistake in the stack's files
 */
export function readLocalStack(
  name: string,
  config: Record<string, unknown> = {},
  directory = path.resolve(__dirname, "../.."),
): LocalStack {
  const { project, values } = readStackConfig(directory, name, config);
  // The AWS provider takes its Region from the stack's config, or else from the environment, which is ignored here.
  const defaultRegion = values["aws:region"] ?? "us-east-1";
  const own = Object.entries(values).flatMap(([key, value]): [string, string][] =>
    key.startsWith(`${project}:`) ? [[key.slice(project.length + 1), value]] : [],
  );
  const expected = readExpectedStack(Object.fromEntries(own), defaultRegion);
  const { existingRecorder, organizationTrail, historyBucket, notifyTopics } = expected;
  return {
    name,
    directory,
    config,
    expected,
    accountOptions: { defaultRegion, existingRecorder, organizationTrail, historyBucket, notifyTopics },
  };
}

/**
 * Creates what the stack's config names: keys in its Regions, and in the provider's, where the bucket is; and the policy that
 * bounds roles, which allows everything, as far as the account goes.
 */
export async function provideKeys(expected: ExpectedStack, account: Account): Promise<void> {
  if (expected.permissionsBoundary !== undefined) {
    account.iam.createPolicy(expected.permissionsBoundary, {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    });
  }
  const places = expected.storageKey === undefined ? [] : [account.defaultRegion];
  for (const region of new Set([...expected.regions, ...places]))
    createConfiguredKeys(expected, await account.region(region));
}

/**
 * Creates the keys that the stack's config names, and deploys the stack into the account.
 *
 * @param program runs instead of the project's own
 * @returns the stack's outputs, and what the program warned of
 */
export async function deployStack(
  { name, directory, config, expected }: LocalStack,
  account: Account,
  cloud: LocalCloud,
  program?: () => unknown,
): Promise<{ outputs: Record<string, unknown>; warnings: string[] }> {
  // A stack may set X-Ray's key itself, so the key must exist first.
  await provideKeys(expected, account);
  const { outputs, messages } = await runProgram({
    stack: name,
    cloud,
    directory,
    config,
    ...(program && { program }),
  });
  const warnings = messages.filter(({ severity }) => severity === "warning").map(({ message }) => message);
  return { outputs, warnings };
}

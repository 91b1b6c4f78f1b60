import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { findStackFile } from "../../stack-runner/stack-config";

/**
 * The oldest release of Pulumi's CLI that this was tried with. 3.265 does not take an attached provider for an installed one,
 * and tries to download the AWS provider.
 */
export const oldestEngine = "3.274.1";

/** The name of the stack that is deployed into the local account. Its file is not tracked. */
export const localStack = "local";

const head = "# Made by `npm start -- --serve`, and made anew each time.";

/** What Pulumi's CLI needs to deploy into a served account. */
export interface Session {
  /** Environment variables. */
  environment: Record<string, string>;
  /** Deploys from nothing. */
  command: string;
}

/**
 * Prepares a stack `local` with the config of another one, and an empty state: a served account is new each time.
 *
 * @param stack whose config it has
 * @param directory the folder of `Pulumi.yaml`
 * @param ports of the provider
 * @throws Error where somebody else's file would be overwritten
 */
export function prepareSession(stack: string, directory: string, port: number): Session {
  const file = path.join(directory, `Pulumi.${localStack}.yaml`);
  if (fs.existsSync(file) && !fs.readFileSync(file, "utf8").startsWith(head)) {
    throw new Error(
      `${path.basename(file)} was not made by \`npm start -- --serve\`, which would overwrite it: give it another name.`,
    );
  }
  const config = fs.readFileSync(findStackFile(directory, stack), "utf8");
  fs.writeFileSync(file, `${head}\n${config}`);
  const state = path.join(directory, ".local", "state");
  fs.rmSync(state, { recursive: true, force: true });
  fs.mkdirSync(state, { recursive: true });
  return {
    environment: {
      PULUMI_DEBUG_PROVIDERS: `aws:${port},awsx:${port}`,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "local",
    },
    command: `pulumi stack init ${localStack} --no-select && pulumi up --stack ${localStack}`,
  };
}

/** What to know of the CLI on this machine: a sentence. */
export function engineNote(searchPath = process.env["PATH"] ?? ""): string {
  // npm puts a `pulumi` of its own first, which downloads a CLI that is too old.
  const folders = searchPath.split(path.delimiter).filter((folder) => !folder.includes("node_modules"));
  const { stdout, error } = spawnSync("pulumi", ["version"], {
    encoding: "utf8",
    env: { ...process.env, PATH: folders.join(path.delimiter), PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = error === undefined ? stdout.trim().replace(/^v/, "") : undefined;
  if (version === undefined || version === "")
    return `This needs Pulumi's CLI ${oldestEngine} or newer, which is not on the PATH: see https://www.pulumi.com/docs/install.`;
  return isOlder(version)
    ? `This needs Pulumi's CLI ${oldestEngine} or newer, but yours is ${version}: see https://www.pulumi.com/docs/install.`
    : `Your Pulumi CLI ${version} can do it.`;
}

function isOlder(version: string): boolean {
  return version.localeCompare(oldestEngine, "en", { numeric: true }) < 0;
}

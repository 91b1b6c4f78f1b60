import * as fs from "node:fs";
import * as path from "node:path";
import { findStackFile } from "../../stack-runner/stack-file";
import { requirePulumi } from "./pulumi-cli";

/** The name of the stack that is deployed into the local account. Its file is not tracked. */
export const localStack = "local";

const head = "# Made by `npm start -- --serve`, and made anew each time.";

/** What Pulumi's CLI needs to deploy into a served account. */
export interface Session {
  /** Environment variables. */
  environment: Record<string, string>;
  /** Deploys from nothing. */
  command: string;
  /** Removes the state. */
  end: () => void;
}

/**
 * Prepares a stack `local` with the config of another one, and an empty state: a served account is new each time.
 *
 * @param stack whose config it has
 * @param directory the folder of `Pulumi.yaml`
 * @param port the provider's
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
  const state = path.join(directory, ".local", "state", String(port));
  fs.rmSync(state, { recursive: true, force: true });
  fs.mkdirSync(state, { recursive: true });
  return {
    environment: {
      PULUMI_DEBUG_PROVIDERS: `aws:${port},awsx:${port}`,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "local",
    },
    end: () => fs.rmSync(state, { recursive: true, force: true }),
    command: `pulumi stack init ${localStack} --no-select && pulumi up --stack ${localStack}`,
  };
}

/** What to know of the CLI on this machine: a sentence. */
export function pulumiNote(): string {
  try {
    return `Your Pulumi CLI ${requirePulumi()} can do it.`;
  } catch (error) {
    return (error as Error).message;
  }
}

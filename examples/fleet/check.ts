import { RunError } from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { runProgram, StackError } from "../../stack-runner/run";
import { type Fleet, FleetError } from "./accounts";
import { writeStackFile } from "./stack-file";

/**
 * Runs the program for each account, without the CLI and without AWS: it checks every setting itself.
 *
 * @param directory the folder of `Pulumi.yaml`
 * @throws FleetError with what each account's settings are refused for, a line each
 */
export async function checkSettings(directory: string, fleet: Fleet): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-"));
  const problems: string[] = [];
  try {
    fs.copyFileSync(path.join(directory, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
    for (const account of fleet.accounts) {
      writeStackFile(folder, account, fleet);
      const cloud = placeholderCloud({ region: account.regions[0] });
      const program = path.join(directory, "index.ts");
      await runProgram({ stack: account.name, cloud, directory: folder, program }).catch((error: unknown) => {
        problems.push(`${account.name}: ${sentenceOf(error)}`);
      });
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  if (problems.length > 0) throw new FleetError(problems.join("\n"));
}

/** What the program and its reader mean for people is one sentence; anything else is a defect of theirs. */
function sentenceOf(error: unknown): string {
  if (RunError.isInstance(error) || error instanceof StackError) return error.message;
  throw error;
}

// Started in a fresh process: lets a year pass in a local account with the dev stack, sends what that took, and ends.
import { runLocal } from "../../../local/run";
import { parseScenario } from "../../../local/scenario/file";

const year = "description: A year.\nsteps:\n  - put-encryption: alias/xray-traces\n  - advance: 365 days\n";

async function main(): Promise<void> {
  const { problems, invocations } = await runLocal({
    stack: "dev",
    scenario: parseScenario("year.yaml", year),
  });
  if (problems.length > 0) throw new Error(problems.join(" "));
  const done = performance.now();
  process.send?.({ done, invocations: invocations.length }, () => process.exit(0));
}

void main();

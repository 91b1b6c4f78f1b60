// Started in a fresh process: registers the dev stack with some Regions, sends what that took, and ends. Without a Region it loads
// Pulumi's packages and registers nothing.
import { createRequire } from "node:module";
import { placeholderCloud } from "../../../stack-runner/placeholder-cloud";
import { runProgram } from "../../../stack-runner/run";

const load = createRequire(__filename);

async function main(): Promise<void> {
  const regions = JSON.parse(process.argv[2] ?? "[]") as string[];
  const loaded = performance.now();
  const run = await runProgram({
    stack: "dev",
    cloud: placeholderCloud(),
    ...(regions.length > 0 ? { config: { regions } } : { program: () => void load("@pulumi/aws") }),
  });
  const done = performance.now();
  const peak = process.resourceUsage().maxRSS;
  process.send?.({ loaded, done, peak, resources: run.registrations.length }, () => process.exit(0));
}

void main();

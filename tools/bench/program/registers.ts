// Started in a fresh process: registers the dev stack with some Regions, sends what that took, and ends.
import { placeholderCloud } from "../../../stack-runner/placeholder-cloud";
import { runProgram } from "../../../stack-runner/run";

async function main(): Promise<void> {
  const regions = JSON.parse(process.argv[2] ?? "[]") as string[];
  const loaded = performance.now();
  const run = await runProgram({ stack: "dev", cloud: placeholderCloud(), config: { regions } });
  const done = performance.now();
  const peak = process.resourceUsage().maxRSS;
  process.send?.({ loaded, done, peak, resources: run.registrations.length }, () => process.exit(0));
}

void main();

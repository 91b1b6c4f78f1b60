// Started in a fresh process: registers the dev stack with some Regions, sends what that took, and ends.
import { type Cloud, runProgram } from "../../../stack-runner/run";

/** Answers at once whatever is asked, so that only the program's own time is measured. */
const cloud: Cloud = {
  async create({ type, name, inputs }) {
    return {
      id: `${name}-id`,
      state: { ...inputs, name: `${name}-id`, arn: `arn:aws:${type}:::${name}-id` },
    };
  },
  async invoke() {
    return { accountId: "123456789012", partition: "aws" };
  },
};

async function main(): Promise<void> {
  const regions = JSON.parse(process.argv[2] ?? "[]") as string[];
  const loaded = performance.now();
  const run = await runProgram({ stack: "dev", cloud, config: { regions } });
  const done = performance.now();
  const peak = process.resourceUsage().maxRSS;
  process.send?.({ loaded, done, peak, resources: run.registrations.length }, () => process.exit(0));
}

void main();

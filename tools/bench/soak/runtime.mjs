// One evaluator process for a long time. Sends a sample after each round, and ends.
import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";

const [file, rounds, perRound, ...events] = process.argv.slice(2);
const { configHandler } = createRequire(import.meta.url)(file);
process.env.NOTIFIER_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:notifier";
const invocations = events.map((event) => JSON.parse(event));
const context = { getRemainingTimeInMillis: () => 60_000 };

let failed = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  for (let index = 0; index < Number(perRound); index += 1) {
    await configHandler(invocations[index % invocations.length], context).catch(() => (failed += 1));
  }
  // What the last invocation began to close.
  await wait(100);
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  // What keeps the process from ending, the channel to the parent aside.
  const handles = process.getActiveResourcesInfo().filter((name) => name !== "PipeWrap");
  process.send({ failed, bytes: heapUsed + external, handles });
}
process.disconnect();

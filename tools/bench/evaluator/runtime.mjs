// As Lambda's runtime does: loads the function, and hands it one event after the other. Plain JavaScript, so that Node
// starts at once. Sends what it measured, in milliseconds since the process began, and ends.
import { createRequire } from "node:module";

const [file, rounds, event] = process.argv.slice(2);
// Lambda's runtime imports ES modules and requires the rest.
const { handler } = file.endsWith(".mjs")
  ? await import(file)
  : { handler: createRequire(import.meta.url)(file).configHandler };
process.env.NOTIFIER_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:notifier";
const invocation = JSON.parse(event);
const context = { getRemainingTimeInMillis: () => 60_000 };

const loaded = performance.now();
await handler(invocation, context);
const cold = performance.now();
const coldPeak = process.resourceUsage().maxRSS;
const warm = [];
const started = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const start = performance.now();
  started.push(performance.timeOrigin + start);
  await handler(invocation, context);
  warm.push(performance.now() - start);
}
const peak = process.resourceUsage().maxRSS;
process.send({ loaded, cold, warm, started, coldPeak, peak }, () => process.exit(0));

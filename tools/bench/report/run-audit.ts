// Runs a command line as `npm run audit` does, against another endpoint than AWS's, and sends what it took.
import { run } from "../../../audit/cli/run";
import type { Took } from "./measured-audit";

const [, , endpoint = "", now = "", ...args] = process.argv;
const begin = performance.now();
const said: string[] = [];
let printed = 0;
void run(args, {
  print: (text) => void (printed += Buffer.byteLength(text)),
  warn: (sentence) => said.push(sentence),
  now: new Date(now),
  color: false,
  width: undefined,
  environment: {},
  access: { endpoint },
}).then((code) => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send?.({
    code,
    ms: Math.round(performance.now() - begin),
    cpuMs: Math.round((userCPUTime + systemCPUTime) / 1000),
    peakMb: Math.round(maxRSS / 1000),
    printed,
    said,
  } satisfies Took);
});

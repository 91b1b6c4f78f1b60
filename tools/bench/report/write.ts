// Writes a report as `npm run audit -- report` does, and sends what it took.
import { run } from "../../../audit/cli/run";
import type { Written } from "./measure";

const [, , url = "", now = "", out = ""] = process.argv;
const begin = performance.now();
void run(["report", "--regions", "eu-west-1", "--out", out], {
  print: () => undefined,
  warn: (sentence) => void process.stderr.write(`${sentence}\n`),
  now: new Date(now),
  color: false,
  width: undefined,
  environment: {},
  access: { endpoint: url, credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" } },
}).then((code) => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send?.({
    code,
    ms: Math.round(performance.now() - begin),
    cpuMs: Math.round((userCPUTime + systemCPUTime) / 1000),
    peakMb: Math.round(maxRSS / 1000),
  } satisfies Written);
});

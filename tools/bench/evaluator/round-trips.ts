import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { handlersCode } from "../../../infra/lambda/handlers-code";
import { percentile, rounded } from "../statistics";
import { ConstantAws } from "./constant-aws";
import { changeEventByAliases, scheduledEventByAliases } from "./events";
import { runEvaluator } from "./measure";

/** Milliseconds that each of AWS's answers is made to take. Calls that wait for one another then show. */
const answerMs = 20;

/** How long a warm evaluator takes until AWS Config has its report. */
export interface RoundTripFigures {
  event: "change" | "schedule";
  /** Aliases that are accepted beside the one that is desired. */
  acceptedKeys: number;
  reportedMs: number;
  /** From the fastest quarter to the slowest: what half of the invocations took. */
  halfMs: [low: number, high: number];
}

const events = { change: changeEventByAliases, schedule: scheduledEventByAliases };

/** @param invocations how many are measured for each event and number of keys */
export async function measureRoundTrips(invocations: number): Promise<RoundTripFigures[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-round-trips-"));
  const file = path.join(folder, "index.js");
  fs.writeFileSync(file, await handlersCode());
  const figures: RoundTripFigures[] = [];
  try {
    for (const event of ["change", "schedule"] as const)
      for (const acceptedKeys of [0, 5, 10]) {
        const aws = await ConstantAws.start(answerMs);
        const { started } = await runEvaluator(file, events[event](acceptedKeys), invocations, aws);
        // A run on schedule reports twice: the verdict first.
        const taken = started.map((start) => (aws.reported.find((time) => time > start) ?? Infinity) - start);
        const within = (share: number) => rounded(percentile(taken, share));
        figures.push({
          ...{ event, acceptedKeys },
          reportedMs: within(0.5),
          halfMs: [within(0.25), within(0.75)],
        });
        await aws.stop();
      }
    return figures;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

import { Lambda } from "../rule/lambda";
import type { Subject } from "./subjects";
import { type Fault, FaultyWorld } from "./world";

/** What came of a fault. */
export interface Played {
  /** How often the call was tried. */
  attempts: number;
  /** What AWS Config took, with annotations. */
  reported: { complianceType: string; annotation: string }[];
  /** The invocation's error: Lambda retries, and then tells people. */
  error: { name: string; message: string } | undefined;
  /** The line logged. */
  log: Record<string, unknown>;
  milliseconds: number;
}

/** Plays one fault of one call, in a fresh process of the bundle. */
export async function play(
  bundle: string,
  { call, event }: Subject,
  fault: Fault | undefined,
): Promise<Played> {
  const world = await FaultyWorld.start(call, fault);
  try {
    const lambda = await Lambda.start(bundle, world.url);
    try {
      const start = performance.now();
      const answer = await lambda.invoke(event);
      const milliseconds = performance.now() - start;
      if (lambda.stderr !== "") throw new Error(`The function wrote to stderr: ${lambda.stderr}`);
      if (world.unexpected.length > 0) throw new Error(`Unexpected calls: ${world.unexpected.join(", ")}`);
      const lines = answer.stdout.trimEnd().split("\n");
      if (lines.length !== 1) throw new Error(`Expected one line logged, got ${answer.stdout}`);
      return {
        attempts: world.attempts,
        reported: world.taken
          .filter((one) => one.ComplianceResourceType !== "AWS::::Account")
          .map((one) => ({ complianceType: one.ComplianceType, annotation: one.Annotation })),
        error: answer.error,
        log: JSON.parse(lines[0] ?? "") as Record<string, unknown>,
        milliseconds,
      };
    } finally {
      await lambda.stop();
    }
  } finally {
    await world.stop();
  }
}

import { type Evaluation, PutEvaluationsCommand } from "@aws-sdk/client-config-service";
import type { Clients } from "./clients";
import { beforeDeadline } from "./deadline";
import { quoted } from "./decision/text";
import { ReportError } from "./errors";
import { explain } from "./look-ups";

/** AWS Config takes at most so many evaluations a call (API reference, `PutEvaluations`). */
const evaluationsPerCall = 100;

/** The result token of somebody who wants to see whether the function works (same page): AWS Config keeps nothing. */
const testToken = "TESTMODE";

/**
 * Hands the evaluations to AWS Config.
 *
 * @throws ReportError when AWS Config does not take all of them
 * @throws DeadlineError when the time is over first
 */
export async function report(
  evaluations: readonly Evaluation[],
  resultToken: string,
  clients: Clients,
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < evaluations.length; start += evaluationsPerCall) {
    const command = new PutEvaluationsCommand({
      Evaluations: evaluations.slice(start, start + evaluationsPerCall),
      ResultToken: resultToken,
      ...(resultToken === testToken ? { TestMode: true } : {}),
    });
    const failed = await put(command, clients, signal);
    if (failed.length > 0) {
      throw new ReportError(
        `AWS Config refused ${failed.length} of ${evaluations.length} evaluations, first that of ${quoted(failed[0]?.ComplianceResourceId)}; expected all of them taken.`,
      );
    }
  }
}

async function put(
  command: PutEvaluationsCommand,
  clients: Clients,
  signal: AbortSignal,
): Promise<Evaluation[]> {
  try {
    const answer = await beforeDeadline(signal, (options) => clients.config().send(command, options));
    const failed: unknown = answer.FailedEvaluations ?? [];
    if (!Array.isArray(failed)) throw new TypeError("FailedEvaluations is no list");
    return failed as Evaluation[];
  } catch (cause) {
    signal.throwIfAborted();
    throw new ReportError(
      `Cannot report to AWS Config (${explain(cause)}): expected config:PutEvaluations to be allowed to the evaluator's role, and answered.`,
      { cause },
    );
  }
}

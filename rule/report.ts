import { type Evaluation, PutEvaluationsCommand } from "@aws-sdk/client-config-service";
import type { Clients } from "./clients";
import { beforeDeadline } from "./deadline";
import { quoted } from "./decision/text";
import { ReportError } from "./errors";
import { explain } from "./look-ups";

/** The maximum number of evaluations in a call (AWS Config API reference, `PutEvaluations`). */
const evaluationsPerCall = 100;

/** The result token with which AWS's Rule Development Kit (`rdk`) tries a function: AWS Config is to store nothing. */
export const testToken = "TESTMODE";

/**
 * Reports the evaluations to AWS Config.
 *
 * @throws ReportError when AWS Config does not accept all of them
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
        `AWS Config refused ${failed.length} of ${evaluations.length} evaluations, first that of ${quoted(failed[0]?.ComplianceResourceId)}; expected it to accept all of them.`,
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
    // AWS Config answers the list even where it is empty. A body without it says nothing of what became of the evaluations.
    const failed: unknown = answer.FailedEvaluations;
    if (!Array.isArray(failed)) throw new TypeError("FailedEvaluations is no list");
    return failed as Evaluation[];
  } catch (cause) {
    signal.throwIfAborted();
    throw new ReportError(
      `Cannot report to AWS Config (${explain(cause, command.input.ResultToken)}): expected the evaluator's role to be allowed config:PutEvaluations, and AWS Config to answer.`,
      { cause },
    );
  }
}

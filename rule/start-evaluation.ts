import { ConfigServiceClient, StartConfigRulesEvaluationCommand } from "@aws-sdk/client-config-service";
import { clientOptions, once } from "./clients";
import { beforeDeadline } from "./deadline";
import { ReportError } from "./errors";
import { explain } from "./look-ups";

/** Without retries: the SDK takes the rate limit for throttling and would retry, although nothing is wrong. */
const config = once(() => new ConfigServiceClient({ ...clientOptions, maxAttempts: 1 }));

/**
 * Makes AWS Config evaluate a rule now.
 *
 * @returns false when an evaluation is in progress, the last one is less than a minute old, or AWS Config is busy: the
 *   next scheduled evaluation follows anyway
 * @throws ReportError when AWS Config refuses for another reason
 */
export async function startEvaluation(ruleName: string, signal: AbortSignal): Promise<boolean> {
  const command = new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [ruleName] });
  try {
    await beforeDeadline(signal, (options) => config().send(command, options));
    return true;
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof Error && /LimitExceeded|Throttl|TooMany/.test(cause.name)) return false;
    throw new ReportError(
      `Cannot start an evaluation (${explain(cause)}): expected the event detector's role to be allowed config:StartConfigRulesEvaluation, and AWS Config to answer.`,
      { cause },
    );
  }
}

import {
  ConfigServiceClient,
  LimitExceededException,
  StartConfigRulesEvaluationCommand,
} from "@aws-sdk/client-config-service";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { clientOptions, once } from "./clients";
import { beforeDeadline } from "./deadline";
import { clip, printable } from "./decision/text";
import { ReportError } from "./errors";
import { explain } from "./look-ups";

const sns = once(() => new SNSClient(clientOptions));
/** Without retries: the SDK takes the rate limit for throttling and would retry, although nothing is wrong. */
const config = once(() => new ConfigServiceClient({ ...clientOptions, maxAttempts: 1 }));

/**
 * Publishes an alert.
 *
 * @param subject clipped to the 100 characters that SNS accepts
 * @throws ReportError when SNS does not accept it
 */
export async function publishAlert(
  topicArn: string,
  subject: string,
  message: string,
  signal: AbortSignal,
): Promise<void> {
  const command = new PublishCommand({
    TopicArn: topicArn,
    Subject: clip(printable(subject), 100),
    Message: message,
  });
  try {
    await beforeDeadline(signal, (options) => sns().send(command, options));
  } catch (cause) {
    signal.throwIfAborted();
    throw new ReportError(
      `Cannot publish the alert (${explain(cause)}): expected the event detector's role to be allowed sns:Publish, and SNS to answer.`,
      { cause },
    );
  }
}

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
    const busy =
      cause instanceof LimitExceededException ||
      (cause instanceof Error && /Throttl|TooMany/.test(cause.name));
    if (busy) return false;
    throw new ReportError(
      `Cannot start an evaluation (${explain(cause)}): expected the event detector's role to be allowed config:StartConfigRulesEvaluation, and AWS Config to answer.`,
      { cause },
    );
  }
}
